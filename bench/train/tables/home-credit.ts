import { type BenchTable, categoricalColumn, numericColumn, type TableSource } from './bench-table.js';
import { missingFiles, readRows, type Row } from './csv.js';

const file = 'homecredit_application_train_sample.csv';
const target = 'TARGET';
/** Days of employment of those who have none. */
const sentinel = { column: 'DAYS_EMPLOYED', text: '365243' };

/** Who has difficulties to repay a loan: wide, half empty, one in twelve. */
export const homeCredit: TableSource = {
  name: 'home-credit',
  missing: missingFiles(file),
  load(): BenchTable {
    const rows = readRows(file);
    const names = Object.keys(rows[0]!).filter((name) => name !== 'SK_ID_CURR' && name !== target);
    return {
      name: 'home-credit',
      task: 'binary',
      columns: names.map((name) => {
        const texts = rows.map((row) => textOf(row, name));
        const areNumbers = texts.every((text) => Number.isFinite(Number(text)));
        return areNumbers ? numericColumn(name, texts) : categoricalColumn(name, texts);
      }),
      target: Float64Array.from(rows, (row) => Number(row[target])),
    };
  },
};

function textOf(row: Row, name: string): string {
  const text = row[name]!;
  return name === sentinel.column && text === sentinel.text ? '' : text;
}
