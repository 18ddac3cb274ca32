import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

export class AuditRecordParametersDto {
  @ApiProperty({
    format: 'uuid',
    maxLength: 36,
    description: 'Identifier of the record: the `prediction_id` of an answer, or the id of a batch',
    example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
  })
  @IsUUID()
  id!: string;
}
