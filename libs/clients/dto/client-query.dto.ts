import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsDateString,
  IsEnum,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { BoundFilter, CsvImportQueryDto, FlagFilter, IncludeSensitive, integerOfPath } from '#libs/datasets';
import { PageQueryDto } from '#libs/platform';
import { educationLevels, largestNumber, maximumRegionLength } from '../clients-dataset.js';
import { defaultReferenceDate } from '../client-csv-layout.js';
import { ClientSort } from '../client-list.js';
import { clientIdSchema } from './client.dto.js';

export class ClientIdDto {
  @ApiProperty(clientIdSchema)
  @Transform(integerOfPath)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  id!: number;
}

const Bound = (description: string, example: number): PropertyDecorator =>
  BoundFilter(description, example, [-largestNumber, largestNumber]);

export class ClientViewQueryDto {
  @IncludeSensitive()
  include_sensitive: boolean = false;
}

export class ClientListQueryDto extends PageQueryDto {
  @ApiPropertyOptional({
    enum: ClientSort,
    enumName: 'ClientSort',
    default: ClientSort.Id,
    description: 'A leading minus sorts downwards; ties by id',
  })
  @IsEnum(ClientSort)
  sort: ClientSort = ClientSort.Id;

  @Bound('Smallest age', 18)
  min_age?: number;

  @Bound('Largest age', 65)
  max_age?: number;

  @Bound('Smallest income', 1500)
  min_revenu_estime_mois?: number;

  @Bound('Largest income', 5000)
  max_revenu_estime_mois?: number;

  @Bound('Smallest loan', 500)
  min_montant_pret?: number;

  @Bound('Largest loan', 20000)
  max_montant_pret?: number;

  @ApiPropertyOptional({ enum: [...educationLevels], enumName: 'EducationLevel' })
  @IsOptional()
  @IsIn(educationLevels)
  niveau_etude?: string;

  @FlagFilter('With, or without, a licence of a sports club')
  sport_licence?: boolean;

  @FlagFilter('With, or without, a loan')
  has_loan?: boolean;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: maximumRegionLength,
    pattern: '^[^\\x00-\\x1f]+$',
    description: 'Region, in full (needs the scope clients:write, because the column is sensitive)',
    example: 'Bretagne',
  })
  @IsOptional()
  @IsString()
  @MaxLength(maximumRegionLength)
  @Matches(/^[^\p{Cc}]+$/u)
  region?: string;

  @IncludeSensitive()
  include_sensitive: boolean = false;
}

export class ClientImportQueryDto extends CsvImportQueryDto {
  @ApiPropertyOptional({
    format: 'date',
    maxLength: 10,
    pattern: '^\\d{4}-\\d{2}-\\d{2}$',
    default: defaultReferenceDate,
    description:
      'Day up to which `date_creation_compte` counts as `anciennete_ans` (days divided by 365.25). The default never moves, so that importing a file twice gives the same numbers',
  })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  @IsDateString({ strict: true })
  reference_date: string = defaultReferenceDate;
}
