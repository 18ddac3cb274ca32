import { categoriesOf } from '../table/columns.js';
import type { Table } from '../table/table.js';
import type { CategoryEncoding, LearnedEncoding } from './encoding.js';

/**
 * Keeps the `maximum` most frequent categories of a column (of equally frequent ones the first by code unit); the
 * others count as missing from then on, and missing becomes a category of its own. Encodings of numbers and of
 * columns with few categories stay as they are.
 */
export function capCategories(learned: LearnedEncoding, table: Table, maximum: number): LearnedEncoding {
  const { encoding } = learned;
  if (encoding.kind === 'number' || encoding.categories.length <= maximum) return learned;
  const { name, categories } = encoding;
  const rows = new Map(categories.map((category) => [category, 0]));
  for (const value of categoriesOf(table, name)) {
    const count = rows.get(value ?? '');
    if (count !== undefined) rows.set(value!, count + 1);
  }
  // Sorting is stable and categories are sorted already, which settles ties.
  const byFrequency = [...categories].sort((a, b) => rows.get(b)! - rows.get(a)!);
  const kept: CategoryEncoding = {
    ...encoding,
    categories: byFrequency.slice(0, maximum).sort(),
    usesMissing: true,
  };
  const warning = `column ${name} has ${categories.length} categories: the ${maximum} most frequent are told apart, the others count as missing`;
  return { encoding: kept, warnings: [...learned.warnings, warning] };
}
