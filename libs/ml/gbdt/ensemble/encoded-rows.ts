import { categoriesOf, numbersOf } from '../../table/columns.js';
import type { FeatureColumn, Table } from '../../table/table.js';
import type { Ensemble } from '../tree.js';

/** Turns rows of a table into numbers side by side: numeric values as they are, categories as their code. */
export class RowEncoder {
  private readonly codes: readonly ReadonlyMap<string | null, number>[];

  /** `used` are the indices of the model columns to encode, in the order of the encoded row. */
  constructor(
    private readonly columns: readonly FeatureColumn[],
    private readonly used: Int32Array,
    { categories }: Ensemble,
  ) {
    this.codes = categories.map((names) => new Map(names.map((name, index) => [name, index + 1])));
  }

  get width(): number {
    return this.used.length;
  }

  /** Writes rows start … end - 1 of the table into `rows`, from its beginning, `width` numbers each. */
  encode(table: Table, start: number, end: number, rows: Float64Array): void {
    for (const [slot, index] of this.used.entries()) {
      const { name, kind } = this.columns[index] ?? { name: '', kind: 'numeric' };
      let place = slot;
      if (kind === 'categorical') {
        const values = categoriesOf(table, name);
        const codes = this.codes[index];
        for (let row = start; row < end; row += 1, place += this.used.length) {
          // Missing categories are never among the known ones.
          rows[place] = codes?.get(values[row] ?? null) ?? 0;
        }
      } else {
        const values = numbersOf(table, name);
        for (let row = start; row < end; row += 1, place += this.used.length)
          rows[place] = values[row] ?? NaN;
      }
    }
  }
}
