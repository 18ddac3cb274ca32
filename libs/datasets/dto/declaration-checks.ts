import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { IfGiven } from '#libs/platform';
import { anyText, columnName, lineOfText, longestText, mostMarkers, number } from './dataset-properties.js';

/** A value that stands for a missing one: 365243, or `unknown`. */
export const markerSchema = { oneOf: [number, { type: 'string' as const, ...anyText }] };

/** May be left out, or be null. */
export const IfPresent = (): PropertyDecorator =>
  ValidateIf((_, value) => value !== undefined && value !== null);

/** Text in one line. */
export const IsLine = (longest: number = longestText): PropertyDecorator =>
  applyDecorators(
    IsString(),
    MaxLength(longest),
    Matches(new RegExp(lineOfText.pattern), { message: '$property must not hold control characters' }),
  );

/** What a column or a feature can be called. */
export const IsColumnName = (): PropertyDecorator =>
  applyDecorators(IsLine(columnName.maxLength), MinLength(columnName.minLength));

/** Any text, as cells hold it. */
export const IsAnyText = (): PropertyDecorator => applyDecorators(IsString(), MaxLength(longestText));

/** A list of such texts. */
export const IsTextList = (longest: number): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(longest),
    IsString({ each: true }),
    MaxLength(longestText, { each: true }),
  );

/** A list of texts that may be left out, and how it is documented. */
export const TextList = (description: string, maxItems: number): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'array', items: { type: 'string', ...anyText }, maxItems, description }),
    IfGiven(),
    IsTextList(maxItems),
  );

/** A list of numbers and texts that PostgreSQL can hold. */
export const IsMarkers = (): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(mostMarkers),
    ValidateBy(
      {
        name: 'isMarker',
        validator: {
          validate: isMarker,
          defaultMessage: () => `each must be a number or a text of at most ${longestText} characters`,
        },
      },
      { each: true },
    ),
  );

const isMarker = (value: unknown): boolean =>
  typeof value === 'string' ? value.length <= longestText && !value.includes('\0') : Number.isFinite(value);
