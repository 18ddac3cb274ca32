/** Headers for the OpenAPI document. */
export const etagHeader = {
  ETag: {
    description: 'Strong tag of this state of the resource; send it back in If-Match',
    schema: { type: 'string', maxLength: 17, pattern: '^"[0-9]{1,15}"$', example: '"1"' },
  },
} as const;

export const locationHeader = {
  Location: {
    description: 'Where the new resource is',
    schema: { type: 'string', maxLength: 200, format: 'uri-reference' },
  },
} as const;

export const ifMatchHeader = {
  name: 'If-Match',
  required: true,
  description: 'The ETag that GET answered',
  schema: { type: 'string', maxLength: 17, pattern: '^"[0-9]{1,15}"$', example: '"1"' },
} as const;
