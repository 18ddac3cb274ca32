/** The rows of the table as training sees them: those that fit, then those that decide when to stop. */
export interface RowOrder {
  readonly rows: Uint32Array;
  readonly trainingCount: number;
  readonly isIdentity: boolean;
}

export function allRows(rowCount: number): RowOrder {
  return { rows: new Uint32Array(rowCount).map((_, row) => row), trainingCount: rowCount, isIdentity: true };
}

/** One value per row, in the rows' order. */
export function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let position = 0; position < rows.length; position += 1) picked[position] = values[rows[position]!]!;
  return picked;
}

/** The given rows last, the others before them; both parts ascend. */
export function keepingLast(rowCount: number, kept: Uint32Array): RowOrder {
  const isKept = new Uint8Array(rowCount);
  for (const row of kept) isKept[row] = 1;
  const rows = new Uint32Array(rowCount);
  let trainingCount = 0;
  for (let row = 0; row < rowCount; row += 1) {
    if (isKept[row] === 1) continue;
    rows[trainingCount] = row;
    trainingCount += 1;
  }
  rows.set(kept, trainingCount);
  return { rows, trainingCount, isIdentity: kept.length === 0 };
}
