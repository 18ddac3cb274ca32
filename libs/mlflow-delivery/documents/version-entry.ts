import type { DeliveredRun, DeliveredVersion } from './delivered-run.js';
import type { LoggedText } from './logged-values.js';
import { runNote } from './run-note.js';
import { noteTag, ownTags } from './run-tags.js';

/** Beside the file: what a version in the registry says of itself. */
export interface VersionEntry {
  /** Markdown. */
  readonly description: string;
  readonly tags: readonly LoggedText[];
}

export function versionEntry(delivered: DeliveredRun & { readonly version: DeliveredVersion }): VersionEntry {
  return { description: runNote(delivered), tags: ownTags(delivered) };
}

/** A logged model has no description but the tag that its page reads. */
export function loggedModelTags(
  delivered: DeliveredRun & { readonly version: DeliveredVersion },
): LoggedText[] {
  return [...ownTags(delivered), { key: noteTag, value: runNote(delivered) }];
}
