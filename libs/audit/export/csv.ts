import { stringify } from 'csv-stringify/sync';

/**
 * A spreadsheet runs a cell that starts with one of these as a formula (OWASP, CSV injection; the wide
 * forms too). Quotes in front are matched as well, so that taking one quote away gives the original back.
 */
const startsFormula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Rows of CSV (RFC 4180): text quoted, numbers bare, null empty, objects as JSON, times in RFC 3339. */
export function csvLines(rows: readonly (readonly unknown[])[]): string {
  return stringify(
    rows.map((row) => row.map(cell)),
    { quoted_string: true, record_delimiter: '\r\n' },
  );
}

function cell(value: unknown): string | number | null {
  if (value === null || typeof value === 'number') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return startsFormula.test(value) ? `'${value}` : value;
  return JSON.stringify(value);
}
