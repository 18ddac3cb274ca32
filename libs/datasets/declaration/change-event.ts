import type { AdministrativeEvent } from '#libs/audit';
import type { FieldChange } from './changed-dataset.js';

/** Who may see a column, what models learn from and what they learn: of these the record also holds what was. */
const governed = ['target', 'sensitive', 'excluded'];

/** Names of what changed. Classes, categories and bounds may be values of rows, and are not repeated. */
export function changeEvent(
  dataset: string,
  version: number,
  fields: readonly FieldChange[],
): Omit<AdministrativeEvent, 'actor'> {
  return {
    action: 'dataset.changed',
    subject: { kind: 'dataset', id: dataset },
    details: {
      version,
      fields: fields.map(({ pointer }) => pointer),
      governance: fields
        .filter(({ field }) => governed.includes(field))
        .map(({ pointer, from, to }) => ({ field: pointer, from, to })),
    },
  };
}
