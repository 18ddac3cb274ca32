import pg from 'pg';

/** A name as SQL. Names of datasets and columns may come from files: wherever they enter a statement, they pass here. */
export const sqlName = (name: string): string => pg.escapeIdentifier(name);

/** A text as an SQL literal, where a statement can have no parameters. */
export const sqlText = (text: string): string => pg.escapeLiteral(text);
