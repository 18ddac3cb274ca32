import { ApiProperty } from '@nestjs/swagger';
import { Task } from './model-params.dto.js';

export class AliasDto {
  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9_-]*$', example: 'champion' })
  alias!: string;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647, example: 3 })
  version!: number;
}

export class ModelDto {
  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  name!: string;

  @ApiProperty({ maxLength: 1000, pattern: '^[\\s\\S]*$', example: 'Loan amount that a client takes' })
  description!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9_]*$', example: 'clients' })
  dataset!: string;

  @ApiProperty({ enum: Task, enumName: 'Task', example: Task.Regression })
  task!: Task;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9_]*$', example: 'montant_pret' })
  target!: string;

  @ApiProperty({
    type: [String],
    maxItems: 1000,
    items: { type: 'string', maxLength: 64, pattern: '^[A-Za-z][A-Za-z0-9_.]*$' },
    example: ['age', 'revenu_estime_mois'],
  })
  features!: string[];

  @ApiProperty({ type: () => [AliasDto], maxItems: 100 })
  aliases!: AliasDto[];

  @ApiProperty({ description: 'The champion is loaded in the process that answers' })
  ready!: boolean;
}

export class ModelListDto {
  @ApiProperty({ type: () => [ModelDto], maxItems: 1000 })
  items!: ModelDto[];
}
