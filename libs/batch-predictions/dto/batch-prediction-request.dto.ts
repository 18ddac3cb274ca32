import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEnum, IsInt, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { RowSelection } from '../batches/batch-prediction.entity.js';

export class BatchPredictionRequestDto {
  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  @IsString()
  @MaxLength(64)
  @Matches(/^[a-z][a-z0-9-]*$/)
  model!: string;

  @ApiPropertyOptional({
    enum: RowSelection,
    enumName: 'RowSelection',
    default: RowSelection.All,
    description:
      'all: every row of the dataset; unpredicted: rows that no batch of this version has answered as they are now (where the dataset does not know when rows change: at all)',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsEnum(RowSelection)
  rows: RowSelection = RowSelection.All;

  @ApiPropertyOptional({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 2147483647,
    description: 'The present champion where left out; fixed for the whole batch',
  })
  // null is no value, here as in the OpenAPI document.
  @ValidateIf((_, value) => value !== undefined)
  @IsInt()
  @Min(1)
  @Max(2147483647)
  version?: number;
}
