/** Any name that a column of PostgreSQL can have, in properties of bodies and answers: at most 63 bytes. */
export const columnName = { minLength: 1, maxLength: 63, pattern: '^[^\\p{Cc}\\p{Cs}]+$' } as const;
