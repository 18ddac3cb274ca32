/** How a column of a file writes days. In `yyyy-mm-dd` a time of day may follow, which is left out. */
export const dateFormats = ['yyyy-mm-dd', 'dd/mm/yyyy', 'mm/dd/yyyy'] as const;
export type DateFormat = (typeof dateFormats)[number];

const yearFirst =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const yearLast = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;

/** @returns `yyyy-mm-dd`, or undefined for what is no day of the calendar in that format */
export function dayOf(cell: string, format: DateFormat): string | undefined {
  if (format === 'yyyy-mm-dd') {
    const parts = yearFirst.exec(cell);
    return parts ? day(parts[1]!, parts[2]!, parts[3]!) : undefined;
  }
  const parts = yearLast.exec(cell);
  if (!parts) return undefined;
  const [first, second, year] = [parts[1]!, parts[3]!, parts[4]!];
  return format === 'dd/mm/yyyy' ? day(year, second, first) : day(year, first, second);
}

/** Whether the cell could be a day in any format: cheap, for the many cells that are none. */
export function looksLikeDay(cell: string): boolean {
  if (cell.length < 8 || cell.length > 40) return false;
  const first = cell.charCodeAt(0);
  return first >= 48 && first <= 57 && (yearFirst.test(cell) || yearLast.test(cell));
}

const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function day(year: string, month: string, dayOfMonth: string): string | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(dayOfMonth)];
  if (y < 1 || m < 1 || m > 12 || d < 1 || d > daysOfMonth[m - 1]!) return undefined;
  const leap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0);
  if (m === 2 && d === 29 && !leap) return undefined;
  return `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
}
