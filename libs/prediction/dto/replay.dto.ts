import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { AnswerDto } from './answer.dto.js';

export class PredictionRecordParams {
  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'The prediction_id of an answer' })
  @IsUUID()
  id!: string;
}

export class ReplayDto {
  @ApiProperty({ format: 'uuid', maxLength: 36 })
  prediction_id!: string;

  @ApiProperty({
    description: 'The stored version answers the stored input exactly as recorded, to the last bit',
  })
  identical!: boolean;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  model!: string;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647 })
  model_version!: number;

  @ApiProperty({
    minLength: 64,
    maxLength: 64,
    pattern: '^[0-9a-f]{64}$',
    description: 'Digest of the ONNX file that was run, equal to the recorded one',
  })
  sha256!: string;

  @ApiProperty({ type: () => AnswerDto })
  recorded!: AnswerDto;

  @ApiProperty({ type: () => AnswerDto })
  replayed!: AnswerDto;
}
