import { ApiProperty } from '@nestjs/swagger';
import { maximumPageSize, type Page } from '#libs/platform';
import type { EmployeeEntity } from '../employee.entity.js';
import {
  employeeFeatureColumns,
  largestEmployeeNumber,
  sensitiveColumns,
  targetColumn,
} from '../employees-dataset.js';
import { EmployeeColumn, EmployeeColumns } from './employee-columns.js';

export const employeeIdSchema = {
  type: 'integer',
  format: 'int64',
  minimum: 1,
  maximum: largestEmployeeNumber,
  example: 7,
} as const;

const time = {
  type: 'string',
  format: 'date-time',
  maxLength: 40,
  example: '2026-11-21T09:30:00.000Z',
} as const;

/** An employee as the API answers one. Sensitive columns are there only where the caller asked for them. */
export class EmployeeDto extends EmployeeColumns {
  @ApiProperty({ ...employeeIdSchema, description: "The employee's number" })
  id!: number;

  @EmployeeColumn('annee_experience_totale', 'required', 8)
  annee_experience_totale!: number | null;

  @EmployeeColumn('annees_dans_le_poste_actuel', 'required', 4)
  annees_dans_le_poste_actuel!: number | null;

  @EmployeeColumn('note_evaluation_actuelle', 'required', 3)
  note_evaluation_actuelle!: number | null;

  @EmployeeColumn('niveau_hierarchique_poste', 'required', 2)
  niveau_hierarchique_poste!: number | null;

  @EmployeeColumn('annees_sous_responsable_actuel', 'required', 5)
  annees_sous_responsable_actuel!: number | null;

  @EmployeeColumn('a_quitte_l_entreprise', 'required', false)
  a_quitte_l_entreprise!: boolean | null;

  @EmployeeColumn('genre', 'optional', 'F', 'Genre')
  genre?: string;

  @EmployeeColumn('statut_marital', 'optional', 'Célibataire', 'StatutMarital')
  statut_marital?: string;

  @ApiProperty(time)
  created_at!: string;

  @ApiProperty(time)
  updated_at!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 2147483647,
    example: 1,
    description: 'Counts changes; the ETag is made of it',
  })
  version!: number;
}

export class EmployeePageDto {
  @ApiProperty({ type: () => [EmployeeDto], maxItems: maximumPageSize })
  items!: EmployeeDto[];

  @ApiProperty({
    type: 'string',
    nullable: true,
    maxLength: 1000,
    pattern: '^[A-Za-z0-9_-]+$',
    description: 'Pass it as `cursor` for the next page; null on the last one',
  })
  next_cursor!: string | null;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 1470,
    description: 'Employees that match the filters, over all pages',
  })
  total!: number;
}

export class EmployeeCountDto {
  @ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 1470,
  })
  count!: number;
}

export function employeeDto(employee: EmployeeEntity, includeSensitive: boolean): EmployeeDto {
  const shown = [...employeeFeatureColumns, targetColumn, ...(includeSensitive ? sensitiveColumns : [])];
  const values = Object.fromEntries(shown.map((name) => [name, employee[name as keyof EmployeeEntity]]));
  return {
    id: Number(employee.id),
    ...(values as unknown as Omit<EmployeeDto, 'id' | 'created_at' | 'updated_at' | 'version'>),
    created_at: employee.created_at.toISOString(),
    updated_at: employee.updated_at.toISOString(),
    version: employee.version,
  };
}

export function employeePageDto(page: Page<EmployeeEntity>, includeSensitive: boolean): EmployeePageDto {
  return { ...page, items: page.items.map((employee) => employeeDto(employee, includeSensitive)) };
}
