import type { ArtifactFile, DeliveredRun } from './delivered-run.js';

/** The artifacts of the run: card, plots, dataset. Equal runs give equal bytes. */
export function runFiles(_delivered: DeliveredRun): ArtifactFile[] {
  return [];
}
