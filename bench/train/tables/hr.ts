import {
  type BenchColumn,
  type BenchTable,
  categoricalColumn,
  numericColumn,
  type TableSource,
} from './bench-table.js';
import { missingFiles, readRows, type Row } from './csv.js';

const files = { sirh: 'extrait_sirh.csv', evaluation: 'extrait_eval.csv', survey: 'extrait_sondage.csv' };
const target = 'a_quitte_l_entreprise';

/** Keys, columns of one value only, and the target. */
const notFeatures = new Set([
  'id_employee',
  'eval_number',
  'code_sondage',
  'nombre_heures_travailless',
  'nombre_employee_sous_responsabilite',
  'ayant_enfants',
  target,
]);

/** Who left the company: three extracts about the same people. */
export const hr: TableSource = {
  name: 'hr',
  missing: missingFiles(...Object.values(files)),
  load(): BenchTable {
    const rows = joined();
    const names = Object.keys(rows[0]!).filter((name) => !notFeatures.has(name));
    return {
      name: 'hr',
      task: 'binary',
      columns: names.map((name) => columnOf(name, rows)),
      target: Float64Array.from(rows, (row) => (row[target] === 'Oui' ? 1 : 0)),
    };
  },
};

/** By the employee's number, which each file writes in its own way: `12`, `E_12`, `0000012`. */
function joined(): Row[] {
  const evaluations = new Map(
    readRows(files.evaluation).map((row) => [Number(row['eval_number']!.slice('E_'.length)), row]),
  );
  const surveys = new Map(readRows(files.survey).map((row) => [Number(row['code_sondage']), row]));
  return readRows(files.sirh).map((row) => {
    const employee = Number(row['id_employee']);
    return { ...row, ...evaluations.get(employee)!, ...surveys.get(employee)! };
  });
}

function columnOf(name: string, rows: readonly Row[]): BenchColumn {
  // "11 %" is a number.
  const texts = rows.map((row) => row[name]!.replace(/ %$/, ''));
  const areNumbers = texts.every((text) => Number.isFinite(Number(text)));
  return areNumbers ? numericColumn(name, texts) : categoricalColumn(name, texts);
}
