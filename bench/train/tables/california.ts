import { type BenchTable, categoricalColumn, numericColumn, type TableSource } from './bench-table.js';
import { missingFiles, readRows } from './csv.js';

const file = 'california_housing.csv';
const target = 'median_house_value';

/** What houses of a district cost. */
export const california: TableSource = {
  name: 'california',
  missing: missingFiles(file),
  load(): BenchTable {
    const rows = readRows(file);
    const names = Object.keys(rows[0]!).filter((name) => name !== target);
    return {
      name: 'california',
      task: 'regression',
      columns: names.map((name) => {
        const texts = rows.map((row) => row[name]!);
        return name === 'ocean_proximity' ? categoricalColumn(name, texts) : numericColumn(name, texts);
      }),
      target: Float64Array.from(rows, (row) => Number(row[target])),
    };
  },
};
