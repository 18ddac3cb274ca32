import { ApiProperty } from '@nestjs/swagger';
import { NextCursor, RowCount, RowTime, RowVersion, versionedRowDto } from '#libs/datasets';
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

  @RowTime()
  created_at!: string;

  @RowTime()
  updated_at!: string;

  @RowVersion()
  version!: number;
}

export class EmployeePageDto {
  @ApiProperty({ type: () => [EmployeeDto], maxItems: maximumPageSize })
  items!: EmployeeDto[];

  @NextCursor()
  next_cursor!: string | null;

  @RowCount('Employees that match the filters, over all pages')
  total!: number;
}

export class EmployeeCountDto {
  @RowCount()
  count!: number;
}

export function employeeDto(employee: EmployeeEntity, includeSensitive: boolean): EmployeeDto {
  return versionedRowDto(employee, [
    ...employeeFeatureColumns,
    targetColumn,
    ...(includeSensitive ? sensitiveColumns : []),
  ]);
}

export function employeePageDto(page: Page<EmployeeEntity>, includeSensitive: boolean): EmployeePageDto {
  return { ...page, items: page.items.map((employee) => employeeDto(employee, includeSensitive)) };
}
