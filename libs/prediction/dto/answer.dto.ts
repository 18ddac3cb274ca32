import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const number = { minimum: -1.7976931348623157e308, maximum: 1.7976931348623157e308 };

export class AnswerIntervalDto {
  @ApiProperty({ ...number, example: 6120.4 })
  lower!: number;

  @ApiProperty({ ...number, example: 14371 })
  upper!: number;

  @ApiProperty({
    minimum: 0,
    maximum: 1,
    example: 0.9,
    description: 'Share of rows that the interval was made to cover',
  })
  coverage!: number;
}

/** What a version says of one row; the audit keeps it as it is. */
export class AnswerDto {
  @ApiProperty({
    type: 'number',
    ...number,
    example: 10245.7,
    description:
      'Regression: the value, in the unit of the target. Binary: 1 or 0, by the threshold. Multiclass: index of the most probable class',
  })
  prediction!: number;

  @ApiPropertyOptional({ minimum: 0, maximum: 1, description: 'Binary: probability of class 1' })
  probability?: number;

  @ApiPropertyOptional({
    maxLength: 1000,
    pattern: '^[\\s\\S]*$',
    description: 'Multiclass: the most probable class',
  })
  label?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'number', minimum: 0, maximum: 1 },
    description: 'Multiclass: probability of each class',
    example: { gold: 0.7, silver: 0.2, none: 0.1 },
  })
  probabilities?: Record<string, number>;

  @ApiPropertyOptional({
    type: () => AnswerIntervalDto,
    description: 'Regression: where the true value lies in the stated share of cases',
  })
  interval?: AnswerIntervalDto;
}
