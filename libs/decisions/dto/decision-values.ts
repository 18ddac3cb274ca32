import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { reasonPattern } from '#libs/models';

/** What properties of decisions have in common. */
export const anyText = (maxLength: number): { maxLength: number; pattern: string } => ({
  maxLength,
  pattern: '^[\\s\\S]*$',
});
export const share = { type: 'number', format: 'double', minimum: 0, maximum: 1 } as const;
export const anyNumber = {
  type: 'number',
  format: 'double',
  minimum: -1.7976931348623157e308,
  maximum: 1.7976931348623157e308,
} as const;
export const count = { type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647 } as const;
export const modelName = { maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'attrition' } as const;
export const featureName = { minLength: 1, ...anyText(64), example: 'revenu_mensuel' } as const;
export const actorProperties = {
  kind: { maxLength: 64, pattern: '^[a-z_]+$', example: 'user' },
  id: { maxLength: 64, pattern: '^[\\x21-\\x7e]+$' },
} as const;
export const instant = { format: 'date-time', maxLength: 30 } as const;

/** Names of outcomes: parts of answers that programs compare. */
export const outcomePattern = /^[a-z][a-z0-9_]*$/;
export const outcomeName = { minLength: 1, maxLength: 40, pattern: outcomePattern.source } as const;

/** A value of a row, as requests send it. */
export const rowValue = {
  oneOf: [
    { type: 'number', minimum: anyNumber.minimum, maximum: anyNumber.maximum },
    { type: 'string', ...anyText(1000) },
    { type: 'boolean' },
    { type: 'null' },
  ],
};
export type RowValueOfCard = number | string | boolean | null;

/** Why somebody changed or decided something. */
export const Reason = (example: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      minLength: 3,
      maxLength: 1000,
      pattern: reasonPattern.source,
      example,
      description: 'Kept in the history; no personal values',
    }),
    IsString(),
    MinLength(3),
    MaxLength(1000),
    Matches(reasonPattern, {
      message: 'reason must begin with a visible character and hold no control characters',
    }),
  );
