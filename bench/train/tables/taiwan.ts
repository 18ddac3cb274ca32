import { type BenchTable, categoricalColumn, numericColumn, type TableSource } from './bench-table.js';
import { missingFiles, readRows } from './csv.js';

const file = 'credit_uci_default_taiwan.csv';
const target = 'default.payment.next.month';
/** Codes of categories, not amounts. */
const categorical = new Set(['GENDER', 'EDUCATION', 'MARRIAGE']);

/** Who does not pay the credit card next month. */
export const taiwan: TableSource = {
  name: 'taiwan',
  missing: missingFiles(file),
  load(): BenchTable {
    const rows = readRows(file);
    const names = Object.keys(rows[0]!).filter((name) => name !== 'ID' && name !== target);
    return {
      name: 'taiwan',
      task: 'binary',
      columns: names.map((name) => {
        const texts = rows.map((row) => row[name]!);
        return categorical.has(name) ? categoricalColumn(name, texts) : numericColumn(name, texts);
      }),
      target: Float64Array.from(rows, (row) => Number(row[target])),
    };
  },
};
