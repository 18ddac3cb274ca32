import type { Reading, StagedColumn } from './columns.js';

/** Text of a constant of this migration as an SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** From the text of a cell to a value; NULL for what cannot be read. */
export const cleaningFunctions: readonly string[] = [
  // Spreadsheets also write the no-break spaces U+00A0 and U+202F.
  `CREATE FUNCTION staging.plain(cell text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
     RETURN btrim(cell, U&' \\0009\\000A\\000D\\00A0\\202F')`,

  // Of 15 digits, so that JavaScript counts it exactly.
  `CREATE FUNCTION staging.employee_number(cell text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
     RETURN CASE WHEN staging.plain(cell) ~ '^([Ee]_)?0*[1-9][0-9]{0,14}$'
                 THEN ltrim(staging.plain(cell), 'Ee_')::bigint END`,

  // In a file with ; or tab a comma is the decimal mark, as spreadsheets of such locales write it. 41.0 is whole: it is
  // what a data frame with a gap makes of 41. PL/pgSQL, because an SQL function is only quick where it can be inlined.
  `CREATE FUNCTION staging.number_of(
     cell text, decimal_comma boolean, is_whole boolean, minimum double precision, maximum double precision)
   RETURNS double precision LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
   DECLARE
     number text := staging.plain(cell);
     value double precision;
   BEGIN
     IF decimal_comma AND position('.' IN number) = 0 THEN number := replace(number, ',', '.'); END IF;
     IF number IS NULL OR number !~ '^[+-]?[0-9]{1,15}([.][0-9]{0,15})?$' THEN RETURN NULL; END IF;
     value := number::double precision;
     IF value < minimum OR value > maximum OR (is_whole AND value <> floor(value)) THEN RETURN NULL; END IF;
     RETURN value;
   END $$`,

  // Without case, accents and the difference between blanks, hyphens and underscores.
  `CREATE FUNCTION staging.folded(cell text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
     RETURN lower(regexp_replace(
       regexp_replace(normalize(staging.plain(cell), NFD), U&'[\\0300-\\036F]', '', 'g'),
       U&'[ \\0009\\00A0\\202F_-]+', ' ', 'g'))`,

  `CREATE FUNCTION staging.truth(cell text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
     RETURN CASE lower(staging.plain(cell))
       WHEN 'oui' THEN true WHEN 'non' THEN false WHEN 'y' THEN true WHEN 'n' THEN false
       WHEN 'yes' THEN true WHEN 'no' THEN false WHEN 'true' THEN true WHEN 'false' THEN false
       WHEN 'vrai' THEN true WHEN 'faux' THEN false WHEN 'o' THEN true
       WHEN '1' THEN true WHEN '0' THEN false WHEN 't' THEN true WHEN 'f' THEN false END`,
];

/** @returns the typed value of a column of `raw`, as an SQL expression over the row `r` and its file `f` */
export function typed({ delivered, reading }: StagedColumn): string {
  const cell = `r.${delivered}`;
  switch (reading.as) {
    case 'integer':
      return `${bounded(cell, reading)}::integer`;
    case 'number':
      return bounded(cell, reading);
    case 'percentage':
      return bounded(`rtrim(staging.plain(${cell}), U&'% \\00A0\\202F')`, reading);
    case 'boolean':
      return `staging.truth(${cell})`;
    case 'choice': {
      const values = Object.entries(reading.values);
      const spellings = values.flatMap(([value, others]) =>
        [folded(value), ...others].map((spelling) => `WHEN ${literal(spelling)} THEN ${literal(value)}`),
      );
      // Folding costs more than the rest of a row; most files spell as we do.
      const exact = values.map(([value]) => literal(value)).join(', ');
      return `CASE WHEN ${cell} IN (${exact}) THEN ${cell} ELSE CASE staging.folded(${cell}) ${spellings.join(' ')} END END`;
    }
  }
}

function bounded(cell: string, { as, minimum, maximum }: Extract<Reading, { minimum: number }>): string {
  return `staging.number_of(${cell}, f.decimal_comma, ${as === 'integer'}, ${minimum}, ${maximum})`;
}

/** As `staging.folded` does. */
function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[ _-]+/g, ' ')
    .toLowerCase();
}
