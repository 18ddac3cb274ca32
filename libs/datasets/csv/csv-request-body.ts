const file = {
  type: 'string',
  maxLength: Number.MAX_SAFE_INTEGER,
  pattern: '^[\\s\\S]*$',
  description: 'A header and one line per row',
} as const;

/** The body of routes under `AcceptsCsv`, for `ApiOperation`: `ApiBody` knows one schema for all types. */
export const csvRequestBody = {
  required: true,
  content: {
    'text/csv': { schema: file },
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { ...file, contentMediaType: 'text/csv' } },
      },
    },
  },
};
