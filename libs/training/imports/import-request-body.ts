import { getSchemaPath } from '@nestjs/swagger';
import { ImportRequestDto, importReasonPattern } from './dto/import-request.dto.js';

const file = {
  type: 'string',
  format: 'binary',
  maxLength: Number.MAX_SAFE_INTEGER,
  description: 'An ONNX file',
} as const;

/** For `ApiOperation`: `ApiBody` knows one schema for all types. */
export const importRequestBody = {
  required: true,
  content: {
    'application/json': { schema: { $ref: getSchemaPath(ImportRequestDto) } },
    'application/octet-stream': { schema: file },
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: {
          file,
          threshold: { type: 'number', minimum: 0, maximum: 1 },
          reason: { type: 'string', minLength: 3, maxLength: 1000, pattern: importReasonPattern.source },
        },
      },
    },
  },
};
