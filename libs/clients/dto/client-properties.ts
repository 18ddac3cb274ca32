import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  IsBoolean,
  IsIn,
  IsNumber,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { columnOf } from '#libs/datasets';
import {
  clientsDataset,
  educationLevels,
  familySituations,
  largestNumber,
  maximumRegionLength,
  sexes,
} from '../clients-dataset.js';

/** `required`: must be there, though it may be null where the column is nullable. */
type Presence = 'required' | 'optional';

/**
 * Starts and ends with a visible character; no control characters, and no half characters, which would be
 * stored as something else. Linear: the parts do not overlap.
 */
const regionPattern = /^[^\s\p{Cc}\p{Cs}](?:[^\p{Cc}\p{Cs}]*[^\s\p{Cc}\p{Cs}])?$/u;
const regionSchemaPattern =
  '^[^\\s\\x00-\\x1f\\x7f\\ud800-\\udfff]([^\\x00-\\x1f\\x7f\\ud800-\\udfff]*[^\\s\\x00-\\x1f\\x7f\\ud800-\\udfff])?$';

export const NumberColumn = (name: string, presence: Presence, example: number | null): PropertyDecorator =>
  column(
    name,
    presence,
    { type: 'number', format: 'double', minimum: -largestNumber, maximum: largestNumber, example },
    [IsNumber({ allowNaN: false, allowInfinity: false }), Min(-largestNumber), Max(largestNumber)],
  );

export const BooleanColumn = (name: string, presence: Presence, example: boolean): PropertyDecorator =>
  column(name, presence, { type: 'boolean', example }, [IsBoolean()]);

export const EducationColumn = (): PropertyDecorator =>
  column('niveau_etude', 'required', enumeration(educationLevels, 'EducationLevel', 'master'), [
    IsIn(educationLevels),
  ]);

export const FamilySituationColumn = (): PropertyDecorator =>
  column('situation_familiale', 'optional', enumeration(familySituations, 'FamilySituation', 'marié'), [
    IsIn(familySituations),
  ]);

export const SexColumn = (): PropertyDecorator =>
  column('sexe', 'optional', enumeration(sexes, 'Sex', 'F'), [IsIn(sexes)]);

export const RegionColumn = (): PropertyDecorator =>
  column(
    'region',
    'optional',
    {
      type: 'string',
      minLength: 1,
      maxLength: maximumRegionLength,
      pattern: regionSchemaPattern,
      example: 'Bretagne',
    },
    [IsString(), MaxLength(maximumRegionLength), Matches(regionPattern)],
  );

function enumeration(values: readonly string[], enumName: string, example: string): object {
  return { enum: [...values], enumName, example };
}

/** Documentation from the dataset's own declaration, plus validation that tells null from absent. */
function column(
  name: string,
  presence: Presence,
  schema: object,
  checks: PropertyDecorator[],
): PropertyDecorator {
  const { description, unit, nullable } = columnOf(clientsDataset, name);
  return applyDecorators(
    ApiProperty({
      ...schema,
      required: presence === 'required',
      ...(nullable ? { nullable: true } : {}),
      description: unit ? `${description} (${unit})` : description,
    }),
    ...(nullable ? [ValidateIf((_: object, value: unknown) => value !== null)] : []),
    ...(presence === 'optional' ? [ValidateIf((_: object, value: unknown) => value !== undefined)] : []),
    ...checks,
  );
}
