import type { ArtifactFile, DeliveredRun } from './delivered-run.js';
import { cardFiles } from './card/card-files.js';
import { plotFiles } from './plots/plot-files.js';

export const datasetPath = 'dataset/training.csv';

/** The artifacts of the run: card, plots, dataset. Equal runs give equal bytes. */
export function runFiles(delivered: DeliveredRun): ArtifactFile[] {
  const { version, copy } = delivered;
  return [
    ...(version ? [...cardFiles({ ...delivered, version }), ...plotFiles({ ...delivered, version })] : []),
    ...(copy ? [{ path: datasetPath, content: copy.csv }] : []),
  ];
}
