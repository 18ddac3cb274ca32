import { ApiProperty, PickType } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { DatasetDto } from './dataset.dto.js';
import { datasetName, mostColumns } from './dataset-properties.js';

/** Without what has to be counted or is long: a list is answered at once, whatever the datasets hold. */
export class DatasetSummaryDto extends PickType(DatasetDto, [
  'name',
  'origin',
  'description',
  'identifier',
  'target',
  'positive_class',
  'row_routes',
  'created_at',
] as const) {
  @ApiProperty({ type: 'integer', format: 'int32', minimum: 0, maximum: mostColumns, example: 24 })
  column_count!: number;
}

export class DatasetListDto {
  @ApiProperty({ type: () => [DatasetSummaryDto], maxItems: 100_000, description: 'Built-in ones first' })
  items!: DatasetSummaryDto[];
}

export class DatasetParams {
  @ApiProperty({ ...datasetName, description: 'Name of the dataset' })
  @Matches(new RegExp(datasetName.pattern))
  name!: string;
}
