import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsEnum,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '#libs/platform';
import { BilingualTextDto } from './decision-policy.dto.js';
import {
  actorProperties,
  anyText,
  count,
  featureName,
  instant,
  modelName,
  Reason,
} from './decision-values.js';

const codePattern = /^[A-Z0-9][A-Z0-9_-]*$/;

export enum ReasonDirection {
  Towards = 'towards',
  Away = 'away',
}

export enum ShownAs {
  YesNo = 'yes_no',
  TimePassed = 'time_passed',
}

export class ReasonCodeDto {
  @ApiProperty({ minLength: 1, maxLength: 64, pattern: codePattern.source, example: 'REVENU_MENSUEL' })
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  @Matches(codePattern)
  code!: string;

  @ApiProperty(featureName)
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  feature!: string;

  @ApiPropertyOptional({
    enum: ReasonDirection,
    enumName: 'ReasonDirection',
    description:
      'Only where the value speaks for the positive class, or only where it speaks against it; both when left out',
  })
  @IfGiven()
  @IsEnum(ReasonDirection)
  direction?: ReasonDirection;

  @ApiProperty({ type: () => BilingualTextDto })
  @IsDefined()
  @Type(() => BilingualTextDto)
  @ValidateNested()
  texts!: BilingualTextDto;

  @ApiPropertyOptional({
    enum: ShownAs,
    enumName: 'ShownAs',
    description:
      'How `value_text` says the value: 0 and 1, or N and Y, as yes or no; days that are counted backwards from the row as time that has passed. As it is when left out.',
  })
  @IfGiven()
  @IsEnum(ShownAs)
  shown_as?: ShownAs;
}

export class ReasonCodesDto {
  @ApiProperty(modelName)
  model!: string;

  @ApiProperty({ ...count, description: '0: as the model declares or the dataset describes them' })
  dictionary_version!: number;

  @ApiProperty({ type: () => [ReasonCodeDto], maxItems: 2000 })
  reasons!: ReasonCodeDto[];
}

export class ChangeReasonCodesDto {
  @ApiProperty({
    type: () => [ReasonCodeDto],
    minItems: 1,
    maxItems: 2000,
    description: 'The whole dictionary: every feature that can be named, in both directions',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(2000)
  @Type(() => ReasonCodeDto)
  @ValidateNested({ each: true })
  reasons!: ReasonCodeDto[];

  @Reason('Words that the works council agreed on')
  reason!: string;
}

export class ReasonCodesVersionDto {
  @ApiProperty({ ...count, minimum: 1 })
  dictionary_version!: number;

  @ApiProperty(instant)
  changed_at!: string;

  @ApiProperty({ type: () => [ReasonCodeDto], maxItems: 2000 })
  reasons!: ReasonCodeDto[];

  @ApiProperty(anyText(1000))
  reason!: string;

  @ApiProperty(actorProperties.kind)
  actor_kind!: string;

  @ApiProperty(actorProperties.id)
  actor_id!: string;
}

export class ReasonCodesVersionsDto {
  @ApiProperty({ type: () => [ReasonCodesVersionDto], maxItems: 1000, description: 'The latest first' })
  items!: ReasonCodesVersionDto[];
}
