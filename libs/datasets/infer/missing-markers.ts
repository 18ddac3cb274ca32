/** Texts that stand for a missing value in most files that have them. A blank cell always does. */
export const defaultMissingMarkers: readonly string[] = ['NA', 'N/A', 'null', 'NaN', 'None', '?', '-'];

/** Which cells of a file are missing values. Case does not count. */
export class MissingMarkers {
  private readonly texts: ReadonlySet<string>;
  private readonly longest: number;

  constructor(markers: readonly string[]) {
    this.texts = new Set(markers.map((marker) => marker.trim().toLowerCase()));
    this.longest = Math.max(0, ...markers.map(({ length }) => length));
  }

  /** @param cell without blanks around it */
  has(cell: string): boolean {
    // Most cells are longer than any marker or begin as a number: they are not looked up.
    return cell === '' || (cell.length <= this.longest && this.texts.has(cell.toLowerCase()));
  }
}
