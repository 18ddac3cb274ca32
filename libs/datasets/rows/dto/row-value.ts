interface ValueSchema {
  type: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
}

/** Any value of a row, for documents. */
export const rowValue = (longestText: number): { anyOf: ValueSchema[] } => ({
  anyOf: [
    { type: 'number', minimum: -Number.MAX_VALUE, maximum: Number.MAX_VALUE },
    { type: 'string', maxLength: longestText, pattern: '^[\\s\\S]*$' },
    { type: 'boolean' },
    { type: 'null' },
  ],
});
