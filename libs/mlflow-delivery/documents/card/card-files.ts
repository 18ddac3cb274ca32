import type { ArtifactFile, DeliveredRun, DeliveredVersion } from '../delivered-run.js';
import { textFile } from '../text-file.js';
import { cardMarkdown } from './card-markdown.js';

/** The card twice: to read, and whole for programs, as the API shows it. */
export function cardFiles(delivered: DeliveredRun & { readonly version: DeliveredVersion }): ArtifactFile[] {
  const { row, cardDetails } = delivered.version;
  return [
    textFile('model_card.md', cardMarkdown(delivered)),
    textFile('model_card.json', `${JSON.stringify({ ...row.card, ...cardDetails }, undefined, 2)}\n`),
  ];
}
