import { getSchemaPath } from '@nestjs/swagger';
import { csvFile } from '../csv/csv-request-body.js';
import { DatasetUploadDto } from '../dto/dataset-upload.dto.js';

/** The body of `POST /datasets`, for `ApiOperation`. */
export const datasetRequestBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object' as const,
        additionalProperties: false,
        required: ['file', 'definition'],
        properties: {
          file: { ...csvFile, format: 'binary', contentMediaType: 'text/csv' },
          definition: { $ref: getSchemaPath(DatasetUploadDto) },
        },
      },
      encoding: { definition: { contentType: 'application/json' } },
    },
  },
};
