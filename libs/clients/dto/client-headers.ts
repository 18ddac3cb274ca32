const tagSchema = { type: 'string', maxLength: 20, pattern: '^"\\d{1,15}"$', example: '"1"' } as const;

export const entityTagHeader = {
  ETag: { description: 'Strong tag of this state of the client', schema: tagSchema },
} as const;

export const locationHeader = {
  Location: {
    description: 'Address of the new client',
    schema: { type: 'string', format: 'uri-reference', maxLength: 100, example: '/clients/17' },
  },
} as const;

export const ifMatchHeader = {
  name: 'If-Match',
  description: 'The ETag that the client was read with',
  schema: tagSchema,
} as const;
