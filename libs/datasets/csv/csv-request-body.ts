import type { ApiOperationOptions } from '@nestjs/swagger';

export const csvFile = {
  type: 'string',
  maxLength: Number.MAX_SAFE_INTEGER,
  pattern: '^[\\s\\S]*$',
  description: 'A header and one line per row',
} as const;

/** The body of routes under `AcceptsCsv`, for `ApiOperation`: `ApiBody` knows one schema for all types. */
export const csvRequestBody = {
  required: true,
  content: {
    'text/csv': { schema: csvFile },
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { ...csvFile, contentMediaType: 'text/csv' } },
      },
    },
  },
};

/** The body of routes that take several files, each in its own field. */
export const csvFilesRequestBody = (
  descriptions: Readonly<Record<string, string>>,
): NonNullable<ApiOperationOptions['requestBody']> => ({
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object' as const,
        additionalProperties: false,
        minProperties: 1,
        properties: Object.fromEntries(
          Object.entries(descriptions).map(([field, description]) => [
            field,
            { ...csvFile, format: 'binary', description, contentMediaType: 'text/csv' },
          ]),
        ),
      },
    },
  },
});
