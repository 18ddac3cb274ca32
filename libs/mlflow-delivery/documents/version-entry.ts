import type { DeliveredRun, DeliveredVersion } from './delivered-run.js';
import type { LoggedText } from './logged-values.js';
import { runNote } from './run-note.js';
import { ownTags } from './run-tags.js';

/** Beside the file: what a version in the registry says of itself. */
export interface VersionEntry {
  /** Markdown. */
  readonly description: string;
  readonly tags: readonly LoggedText[];
}

/** For the version in the registry; its tags fit a logged model too. */
export function versionEntry(delivered: DeliveredRun & { readonly version: DeliveredVersion }): VersionEntry {
  return { description: runNote(delivered), tags: ownTags(delivered) };
}
