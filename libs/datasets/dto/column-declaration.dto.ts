import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsNumber } from 'class-validator';
import { IfGiven } from '#libs/platform';
import { IsLine, IsMarkers, markerSchema, TextList } from './declaration-checks.js';
import { lineOfText, mostAllowedValues, mostMarkers, number } from './dataset-properties.js';

/** What can be said of a column, wherever its rows come from. */
export class ColumnDeclarationDto {
  @ApiPropertyOptional({ ...lineOfText, example: 'Income before tax' })
  @IfGiven()
  @IsLine()
  description?: string;

  @ApiPropertyOptional({ ...lineOfText, example: 'EUR per year', description: 'Numbers: the unit' })
  @IfGiven()
  @IsLine()
  unit?: string;

  @ApiPropertyOptional({ type: 'boolean', description: 'Numbers: whole ones only' })
  @IfGiven()
  @IsBoolean()
  integer?: boolean;

  @ApiPropertyOptional({ ...number, example: 0, description: 'Numbers: the smallest possible' })
  @IfGiven()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  minimum?: number;

  @ApiPropertyOptional({ ...number, description: 'Numbers: the largest possible' })
  @IfGiven()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  maximum?: number;

  @TextList(
    'Categories: those that exist; any other is refused, unless the column is open',
    mostAllowedValues,
  )
  allowed_values?: string[];

  @ApiPropertyOptional({ type: 'boolean', description: 'Categories: unknown ones are taken, with a warning' })
  @IfGiven()
  @IsBoolean()
  open?: boolean;

  @ApiPropertyOptional({ type: 'boolean', description: 'A row may hold no value here' })
  @IfGiven()
  @IsBoolean()
  nullable?: boolean;

  @ApiPropertyOptional({
    type: 'boolean',
    description: 'Kept to watch fairness: a feature only where switched on by name',
  })
  @IfGiven()
  @IsBoolean()
  sensitive?: boolean;

  @ApiPropertyOptional({ type: 'boolean', description: 'No feature unless a model names it' })
  @IfGiven()
  @IsBoolean()
  excluded?: boolean;

  @ApiPropertyOptional({
    type: 'array',
    items: markerSchema,
    maxItems: mostMarkers,
    example: [365243],
    description: 'Values that stand for a missing one',
  })
  @IfGiven()
  @IsMarkers()
  missing_values?: (number | string)[];
}
