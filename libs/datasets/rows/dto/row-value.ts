/** Any value of a row, for documents. */
export const rowValue = (longestText: number) => ({
  anyOf: [
    { type: 'number', minimum: -Number.MAX_VALUE, maximum: Number.MAX_VALUE },
    { type: 'string', maxLength: longestText, pattern: '^[\\s\\S]*$' },
    { type: 'boolean' },
    { type: 'null' },
  ],
});
