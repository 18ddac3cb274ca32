import type { BenchColumn, BenchTable, TableSource } from './bench-table.js';
import { BenchRandom } from './random.js';

const numericCount = 22;
const cardinalities = [8, 200];
const seed = 20_260_901;

/** What numeric columns look like, taking turns. */
const distributions: readonly ((random: BenchRandom) => number)[] = [
  (random) => random.normal(),
  (random) => random.uniform() * 4 - 2,
  // Skewed, as amounts are.
  (random) => Math.exp(random.normal()) * 100,
  (random) => random.exponential(),
  // Few distinct values: counts, and measures rounded by hand.
  (random) => Math.floor(random.exponential() * 3),
  (random) => Math.round(random.normal() * 10) / 10,
];

/** 22 numeric columns, some with missing values, and two categorical; 24 in all. */
export function generated(rowCount: number, task: BenchTable['task']): TableSource {
  const name = `generated-${rowCount}-${task}`;
  return {
    name,
    missing: undefined,
    load(): BenchTable {
      const random = new BenchRandom(seed);
      const numeric = Array.from({ length: numericCount }, (_, position) =>
        numbers(random, rowCount, position),
      );
      const codes = cardinalities.map((cardinality) => codesOf(random, rowCount, cardinality));
      const signal = signalOf(random, numeric, codes);
      return { name, task, columns: columnsOf(numeric, codes), target: targetOf(random, task, signal) };
    },
  };
}

function numbers(random: BenchRandom, rowCount: number, position: number): Float64Array {
  const draw = distributions[position % distributions.length]!;
  // Every third column lacks 5 % to 26 % of its values.
  const missingShare = position % 3 === 2 ? 0.03 + 0.01 * position : 0;
  return Float64Array.from({ length: rowCount }, () => {
    const value = draw(random);
    return random.uniform() < missingShare ? NaN : value;
  });
}

/** Frequent first, with a long tail: names of places and trades are like that. */
function codesOf(random: BenchRandom, rowCount: number, cardinality: number): Int32Array {
  return Int32Array.from({ length: rowCount }, () => Math.floor(cardinality * random.uniform() ** 2));
}

/** Steps, curves, products and effects of categories; the last columns do not matter at all. */
function signalOf(
  random: BenchRandom,
  numeric: readonly Float64Array[],
  codes: readonly Int32Array[],
): Float64Array {
  const effects = cardinalities.map((cardinality) =>
    Float64Array.from({ length: cardinality }, () => random.normal()),
  );
  return Float64Array.from({ length: codes[0]!.length }, (_, row) => {
    // What is missing acts like 0, or like a group of its own where a step asks.
    const x = (position: number): number => {
      const value = numeric[position]![row]!;
      return Number.isNaN(value) ? 0 : value;
    };
    const group = codes[0]![row]!;
    const curves = Math.sin(2 * x(0)) + 0.5 * x(1) ** 2 - 0.3 * Math.log1p(x(2)) + Math.tanh(x(3) - 1);
    const products = 0.7 * x(0) * x(1) + (group < 3 ? 0.8 : -0.4) * x(5) + 0.5 * x(6) * x(7);
    const steps =
      (x(4) > 2 ? 0.9 : 0) + (Number.isNaN(numeric[8]![row]!) ? 0.8 : 0) - (x(9) > 1 && x(10) < 3 ? 0.7 : 0);
    return curves + products + steps + 0.6 * effects[0]![group]! + 0.7 * effects[1]![codes[1]![row]!]!;
  });
}

function targetOf(random: BenchRandom, task: BenchTable['task'], signal: Float64Array): Float64Array {
  if (task === 'regression') return signal.map((value) => value + random.normal());
  return signal.map((value) => (random.uniform() < 1 / (1 + Math.exp(0.5 - value)) ? 1 : 0));
}

function columnsOf(numeric: readonly Float64Array[], codes: readonly Int32Array[]): BenchColumn[] {
  return [
    ...numeric.map((values, position) => ({
      name: `number_${position + 1}`,
      kind: 'numeric' as const,
      values,
    })),
    ...codes.map((of, position) => ({
      name: `category_${position + 1}`,
      kind: 'categorical' as const,
      categories: Array.from(
        { length: cardinalities[position]! },
        (_, code) => `value ${String(code).padStart(3, '0')}`,
      ),
      codes: of,
    })),
  ];
}
