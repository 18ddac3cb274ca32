import { type CellValue, CellProblem } from './cells.js';
import type { BoundHeader } from './csv-layout.js';
import type { CsvRecord } from './csv-records.js';

/** One reason why a row was not taken. `column` is null where the row as a whole does not fit. */
export interface Refusal {
  readonly line: number;
  readonly column: string | null;
  readonly detail: string;
}

/** Reasons that are listed; rows beyond are only counted, so that a report stays small. */
export const maximumRefusals = 1000;

/** Turns records into rows of table values, and remembers what it could not take. */
export class RowReader {
  readonly refusals: Refusal[] = [];
  rowsRead = 0;
  rowsRefused = 0;
  refusalsTruncated = false;

  constructor(
    private readonly header: BoundHeader,
    private readonly decimalComma: boolean,
  ) {}

  /** The values in the order of `header.columns`, or undefined for a row that cannot be taken. */
  read({ line, cells }: CsvRecord): CellValue[] | undefined {
    this.rowsRead++;
    if (cells.length !== this.header.width) {
      this.rowsRefused++;
      this.refuse({
        line,
        column: null,
        detail: `has ${cells.length} cells where the header has ${this.header.width}`,
      });
      return undefined;
    }
    const values: CellValue[] = [];
    let refused = false;
    for (const { index, header, read } of this.header.columns) {
      const value = read(cells[index]!, this.decimalComma);
      if (value instanceof CellProblem) {
        refused = true;
        this.refuse({ line, column: header, detail: value.detail });
      } else {
        values.push(value);
      }
    }
    if (!refused) return values;
    this.rowsRefused++;
    return undefined;
  }

  /** Of a row that was read and fits by itself, but not beside others. */
  refuseRow(refusal: Refusal): void {
    this.rowsRefused++;
    this.refuse(refusal);
  }

  private refuse(refusal: Refusal): void {
    if (this.refusals.length < maximumRefusals) this.refusals.push(refusal);
    else this.refusalsTruncated = true;
  }
}
