import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { largestEmployeeNumber } from '../employees-dataset.js';
import { EmployeeBodyDto } from './employee-features.dto.js';
import { EmployeeColumn } from './employee-columns.js';
import { employeeIdSchema } from './employee.dto.js';

/** Body of POST. Who has not left, or is not known to have, leaves `a_quitte_l_entreprise` out. */
export class NewEmployeeDto extends EmployeeBodyDto {
  @ApiProperty({ ...employeeIdSchema, description: "The employee's number, as the HR system gives it" })
  @IsInt()
  @Min(1)
  @Max(largestEmployeeNumber)
  id!: number;

  @EmployeeColumn('genre', 'required', 'F', 'Genre')
  genre!: string;

  @EmployeeColumn('statut_marital', 'required', 'Célibataire', 'StatutMarital')
  statut_marital!: string;

  @EmployeeColumn('a_quitte_l_entreprise', 'optional', false)
  a_quitte_l_entreprise?: boolean | null;
}

/** Body of PATCH: columns that are left out stay as they are; null empties one that may be empty. */
export class EmployeeChangesDto extends PartialType(OmitType(NewEmployeeDto, ['id']), {
  skipNullProperties: false,
}) {}
