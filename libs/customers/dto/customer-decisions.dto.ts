import { ApiProperty } from '@nestjs/swagger';
import { CounterfactualDto, ScoreCardDto, WhatIfDto } from '#libs/decisions';
import { customerIdSchema } from './customer-query.dto.js';

export class CustomerScoreCardDto extends ScoreCardDto {
  @ApiProperty(customerIdSchema)
  customer_id!: number;
}

export class CustomerWhatIfDto extends WhatIfDto {
  @ApiProperty(customerIdSchema)
  customer_id!: number;
}

export class CustomerCounterfactualDto extends CounterfactualDto {
  @ApiProperty(customerIdSchema)
  customer_id!: number;
}
