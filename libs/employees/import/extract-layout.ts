import { CellProblem, type CellReader, type CsvLayout } from '#libs/datasets';
import { type EmployeeSource, employeeSources } from '../employee-sources.js';

/** Other spellings of headers, by the spelling of the extracts, some of which are misspelt. */
const otherSpellings: Readonly<Record<string, readonly string[]>> = {
  augementation_salaire_precedente: ['augmentation_salaire_precedente'],
  annes_sous_responsable_actuel: ['annees_sous_responsable_actuel'],
  nombre_heures_travailless: ['nombre_heures_travaillees'],
  annee_experience_totale: ['annees_experience_totale'],
  nombre_employee_sous_responsabilite: ['nombre_employes_sous_responsabilite'],
};

const keys = employeeSources.map(({ key }) => key);
const nul = new CellProblem('holds a NUL character');

/** As delivered: `raw` keeps the text, and PostgreSQL cleans it. Its text holds no NUL. */
const asDelivered: CellReader = (cell) => (cell.includes('\0') ? nul : cell);

/** Which headers of a file lead to which column of `raw`. Columns that become fields must be there. */
export function extractLayout({ key, delivered, unused }: EmployeeSource): CsvLayout {
  const columns = (column: string, headers: readonly string[], required: boolean) =>
    headers.map((header) => ({ header, column, required, read: asDelivered }));
  const spellings = (column: string): readonly string[] => [column, ...(otherSpellings[column] ?? [])];
  return {
    columns: [
      ...columns(key, [key, ...keys.filter((other) => other !== key)], true),
      ...Object.values(delivered).flatMap((column) => columns(column, spellings(column), true)),
      ...unused.flatMap((column) => columns(column, spellings(column), false)),
    ],
    ignored: [''],
  };
}
