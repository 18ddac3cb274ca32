import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength, ValidateBy } from 'class-validator';
import { anyText, longestText } from './dataset-properties.js';

/** A list of texts that may be absent. */
export const TextList = (description: string, maxItems: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'array', items: { type: 'string', ...anyText }, maxItems, description }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(maxItems),
    IsString({ each: true }),
    MaxLength(longestText, { each: true }),
  );

/** Each item is a number or a text. */
export const IsMarkers = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isMarker',
      validator: {
        validate: (value) =>
          Number.isFinite(value) || (typeof value === 'string' && value.length <= longestText),
        defaultMessage: () => `each must be a number or a text of at most ${longestText} characters`,
      },
    },
    { each: true },
  );
