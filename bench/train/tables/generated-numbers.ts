import type { BenchTable, TableSource } from './bench-table.js';
import { BenchRandom } from './random.js';

const columnCount = 13;
const seed = 20_260_902;

/** 13 numeric columns and a smooth target, as networks like it; nothing is missing. */
export function generatedNumbers(rowCount: number): TableSource {
  const name = `generated-${rowCount}-numbers`;
  return {
    name,
    missing: undefined,
    load(): BenchTable {
      const random = new BenchRandom(seed);
      const columns = Array.from({ length: columnCount }, (_, position) => ({
        name: `number_${position + 1}`,
        kind: 'numeric' as const,
        values: Float64Array.from({ length: rowCount }, () => random.normal()),
      }));
      const target = Float64Array.from({ length: rowCount }, (_, row) => {
        const x = (position: number): number => columns[position]!.values[row]!;
        const curves = Math.sin(x(0)) + 0.5 * x(1) ** 2 + Math.tanh(2 * x(2)) + 0.4 * x(3) - 0.3 * x(4);
        return curves + 0.6 * x(5) * x(6) + 0.3 * random.normal();
      });
      return { name, task: 'regression', columns, target };
    },
  };
}
