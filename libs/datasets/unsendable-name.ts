/**
 * Parsers of JSON refuse bodies that hold this key: of a column with the name no request could send a value. It is
 * refused where names come in; all other names of JavaScript are names like any other.
 */
export const unsendableName = '__proto__';
