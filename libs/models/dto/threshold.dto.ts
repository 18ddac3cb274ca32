import { ApiProperty } from '@nestjs/swagger';
import { IsNumber, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { reasonPattern } from './move-alias.dto.js';

const probability = { type: 'number', format: 'double', minimum: 0, maximum: 1, example: 0.35 } as const;

export class OverrideThresholdDto {
  @ApiProperty({ ...probability, description: 'Probability from which on the answer is 1' })
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(1)
  threshold!: number;

  @ApiProperty({
    minLength: 3,
    maxLength: 1000,
    pattern: reasonPattern.source,
    example: 'Interviews cost little: find three of four who leave',
    description: 'Kept in the history; no personal values',
  })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  @Matches(reasonPattern, {
    message: 'reason must begin with a visible character and hold no control characters',
  })
  reason!: string;
}

export class ThresholdOverrideDto {
  @ApiProperty({ format: 'date-time', maxLength: 30 })
  overridden_at!: string;

  @ApiProperty(probability)
  from_threshold!: number;

  @ApiProperty(probability)
  to_threshold!: number;

  @ApiProperty({ maxLength: 1000, pattern: '^[\\s\\S]*$' })
  reason!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z_]+$', example: 'user' })
  actor_kind!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[\\x21-\\x7e]+$' })
  actor_id!: string;
}

export class ThresholdHistoryDto {
  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    nullable: true,
    description: 'In force; null for a version that does not answer yes or no',
  })
  threshold!: number | null;

  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    nullable: true,
    description: "Chosen at training; the version's metrics and its card speak of it",
  })
  trained_threshold!: number | null;

  @ApiProperty({ type: () => [ThresholdOverrideDto], maxItems: 1000, description: 'Newest first' })
  items!: ThresholdOverrideDto[];
}
