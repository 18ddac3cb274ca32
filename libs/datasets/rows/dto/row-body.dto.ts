import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CheckedByFeatureSchema } from '#libs/platform';
import { longestText } from '../column-problem.js';
import { longestRowId } from '../row-identifier.js';
import { printablePattern } from './row-parameters.dto.js';
import { rowValue } from './row-value.js';

const values = {
  type: 'object' as const,
  additionalProperties: rowValue(longestText),
  example: { age: 41, niveau_etude: 'master', member_since: '2026-11-21', region: null },
};

/** Columns of datasets may be called anything, `constructor` too: the dataset's columns check the body, not the pipe. */
@CheckedByFeatureSchema()
export class NewRowDto {
  @ApiPropertyOptional({
    minLength: 1,
    maxLength: longestRowId,
    pattern: printablePattern,
    example: '100002',
    description: 'Identifier, where the dataset has a column of identifiers; else the database gives one',
  })
  row_id?: string;

  @ApiProperty({
    ...values,
    description:
      'Values by column. Days are written 2026-11-21; a value that stands for a missing one is stored as it is',
  })
  values!: Record<string, number | string | boolean | null>;
}

@CheckedByFeatureSchema()
export class RowChangesDto {
  @ApiProperty({
    ...values,
    description: 'Values by column: what is left out stays as it is, null empties a column that may be empty',
  })
  values!: Record<string, number | string | boolean | null>;
}
