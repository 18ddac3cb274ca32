import { IsBoolean, IsIn, IsNumber, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { ColumnProperty, type Presence } from '#libs/datasets';
import {
  clientsDataset,
  educationLevels,
  familySituations,
  largestNumber,
  maximumRegionLength,
  sexes,
} from '../clients-dataset.js';

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

function column(
  name: string,
  presence: Presence,
  schema: object,
  checks: PropertyDecorator[],
): PropertyDecorator {
  return ColumnProperty(clientsDataset, name, presence, schema, checks);
}
