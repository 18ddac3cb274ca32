/** Columns of ours in tables whose other columns are named by users: no header may begin with this. */
export const systemPrefix = 'veridict_';

/** Counts the changes of a row, from 1. */
export const versionColumn = 'veridict_version';
export const createdAtColumn = 'veridict_created_at';
export const updatedAtColumn = 'veridict_updated_at';

/** Names the rows of a table that has no identifier of its own. */
export const rowNumberColumn = 'veridict_row';
