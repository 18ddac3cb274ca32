import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsEnum, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import {
  BoundFilter,
  booleanOfQuery,
  columnOf,
  CsvImportQueryDto,
  FlagFilter,
  IncludeSensitive,
  integerOfPath,
} from '#libs/datasets';
import { PageQueryDto } from '#libs/platform';
import { EmployeeSort } from '../employee-list.js';
import { employeesDataset, largestEmployeeNumber } from '../employees-dataset.js';
import { employeeIdSchema } from './employee.dto.js';

const departements = columnOf(employeesDataset, 'departement').allowedValues!;
const postes = columnOf(employeesDataset, 'poste').allowedValues!;

const Bound = (description: string, example: number, name: string): PropertyDecorator => {
  const { minimum, maximum } = columnOf(employeesDataset, name);
  return BoundFilter(description, example, [minimum!, maximum!]);
};

export class EmployeeIdDto {
  @ApiProperty(employeeIdSchema)
  @Transform(integerOfPath)
  @IsInt()
  @Min(1)
  @Max(largestEmployeeNumber)
  id!: number;
}

export class EmployeeViewQueryDto {
  @IncludeSensitive()
  include_sensitive: boolean = false;
}

export class EmployeeListQueryDto extends PageQueryDto {
  @ApiPropertyOptional({
    enum: EmployeeSort,
    enumName: 'EmployeeSort',
    default: EmployeeSort.Id,
    description: 'A leading minus sorts downwards; ties by id',
  })
  @IsEnum(EmployeeSort)
  sort: EmployeeSort = EmployeeSort.Id;

  @Bound('Smallest age', 25, 'age')
  min_age?: number;

  @Bound('Largest age', 60, 'age')
  max_age?: number;

  @Bound('Smallest pay', 2000, 'revenu_mensuel')
  min_revenu_mensuel?: number;

  @Bound('Largest pay', 8000, 'revenu_mensuel')
  max_revenu_mensuel?: number;

  @Bound('Shortest time in the company', 2, 'annees_dans_l_entreprise')
  min_annees_dans_l_entreprise?: number;

  @Bound('Longest time in the company', 10, 'annees_dans_l_entreprise')
  max_annees_dans_l_entreprise?: number;

  @ApiPropertyOptional({ enum: [...departements], enumName: 'Departement' })
  @IsOptional()
  @IsIn(departements)
  departement?: string;

  @ApiPropertyOptional({ enum: [...postes], enumName: 'Poste' })
  @IsOptional()
  @IsIn(postes)
  poste?: string;

  @FlagFilter('With, or without, overtime')
  heure_supplementaires?: boolean;

  @FlagFilter('Who left, or who is known to have stayed')
  a_quitte_l_entreprise?: boolean;

  @IncludeSensitive()
  include_sensitive: boolean = false;
}

export class EmployeeImportQueryDto extends CsvImportQueryDto {
  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'Answer what the import would do, and store nothing',
  })
  @Transform(booleanOfQuery)
  @IsBoolean()
  dry_run: boolean = false;
}
