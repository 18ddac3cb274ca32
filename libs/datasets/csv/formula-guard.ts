/**
 * Spreadsheets run a cell that starts with one of these as a formula (OWASP CSV injection, ASVS 1.2.10).
 * A leading quote makes it text again; a cell that already begins with quotes and such a character gets
 * one more, so that taking one away always gives the original back.
 */
const guarded = /^'+[=+\-@\t\r\n]/;

/** SQL expression of a text column whose cells no spreadsheet runs. `expression` is a constant of the code. */
export const guardedSql = (expression: string): string =>
  `CASE WHEN ${expression} ~ E'^\\'*[=+@\\t\\r\\n-]' THEN '''' || ${expression} ELSE ${expression} END`;

export const unguardFormula = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);
