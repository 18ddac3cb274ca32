import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsString, Matches, ValidateNested } from 'class-validator';
import { IfGiven } from '#libs/platform';
import { booleanOfQuery } from '../csv/dto/csv-import-query.dto.js';
import { DerivedFeatureDto } from './dataset.dto.js';
import { anyText, datasetName, mostDerived } from './dataset-properties.js';
import { IsAnyText } from './declaration-checks.js';

/** What can be said of a dataset, wherever its rows come from. */
export class DatasetDeclarationDto {
  @ApiProperty(datasetName)
  @IsString()
  @Matches(new RegExp(datasetName.pattern))
  name!: string;

  @ApiPropertyOptional({
    ...anyText,
    example: 'Who asked for a loan',
    description: 'Absent: the comment of the relation, if it is attached',
  })
  @IfGiven()
  @IsAnyText()
  description?: string;

  @ApiPropertyOptional({
    ...anyText,
    example: '1',
    description: 'Of a target with two values, as text: the one whose probability is answered',
  })
  @IfGiven()
  @IsAnyText()
  positive_class?: string;

  @ApiPropertyOptional({
    type: () => [DerivedFeatureDto],
    maxItems: mostDerived,
    description: 'Features computed from columns',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(mostDerived)
  @ValidateNested({ each: true })
  @Type(() => DerivedFeatureDto)
  derived?: DerivedFeatureDto[];
}

export class DeclarationQueryDto {
  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'Answer what the dataset would be, and store nothing',
  })
  @Transform(booleanOfQuery)
  @IsBoolean()
  dry_run: boolean = false;
}
