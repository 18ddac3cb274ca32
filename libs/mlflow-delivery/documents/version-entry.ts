import type { DeliveredRun, DeliveredVersion } from './delivered-run.js';
import type { LoggedText } from './logged-values.js';
import { runTags } from './run-tags.js';

/** Beside the file: what the registered model's version says of itself. */
export interface VersionEntry {
  /** Markdown. */
  readonly description: string;
  readonly tags: readonly LoggedText[];
}

/** For the version in the registry; its tags fit a logged model too. */
export function versionEntry(delivered: DeliveredRun & { readonly version: DeliveredVersion }): VersionEntry {
  return {
    description: delivered.model.description,
    tags: runTags(delivered).filter(({ key }) => key.startsWith('veridict.')),
  };
}
