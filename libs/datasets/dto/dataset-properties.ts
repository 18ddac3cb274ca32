/** Parts of OpenAPI schemas that datasets have in common. Lengths in characters. */
export const longestColumnName = 63;
export const longestText = 1000;

export const datasetName = {
  minLength: 1,
  maxLength: 63,
  pattern: '^[a-z][a-z0-9_]{0,62}$',
  example: 'applicants',
} as const;

export const columnName = {
  minLength: 1,
  maxLength: longestColumnName,
  pattern: '^[^\\x00-\\x1f\\x7f-\\x9f]+$',
} as const;

/** Text in one line. */
export const lineOfText = { maxLength: longestText, pattern: '^[^\\x00-\\x1f\\x7f-\\x9f]*$' } as const;

/** Any text, as cells hold it. */
export const anyText = { maxLength: longestText, pattern: '^[\\s\\S]*$' } as const;

export const number = {
  type: 'number',
  format: 'double',
  minimum: -Number.MAX_VALUE,
  maximum: Number.MAX_VALUE,
} as const;

export const count = {
  type: 'integer',
  format: 'int64',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
} as const;

/** More columns than PostgreSQL's tables can have beside ours, so that the limit that is met is the one that is told. */
export const mostColumns = 1500;
/** Categories of one column that can be listed. */
export const mostAllowedValues = 10_000;
export const mostMarkers = 100;
export const mostDerived = 200;
export const mostWarnings = 2000;
