import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AnswerDto } from './answer.dto.js';
import { ExplanationDto } from './explanation.dto.js';

export class PredictionDto extends AnswerDto {
  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'Id of the audit record' })
  prediction_id!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  model!: string;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647, example: 1 })
  model_version!: number;

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1,
    description: 'Binary: probability from which on the answer is 1',
  })
  threshold?: number;

  @ApiPropertyOptional({
    type: () => ExplanationDto,
    description: 'With explain=true; multiclass: of the most probable class',
  })
  explanation?: ExplanationDto;

  @ApiProperty({
    type: [String],
    maxItems: 1000,
    items: { type: 'string', maxLength: 1000, pattern: '^[\\s\\S]*$' },
    example: ['age is outside the range seen in training (18 to 75)'],
  })
  warnings!: string[];
}

export class PredictionsDto {
  @ApiProperty({ type: () => [PredictionDto], maxItems: 1000, description: 'In the order of the instances' })
  predictions!: PredictionDto[];
}
