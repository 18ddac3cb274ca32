import { datasetDto } from '../dto/dataset.dto.js';
import {
  type CountedTextDto,
  type InferredColumnDto,
  type InferredDatasetDto,
  mostShownLevels,
} from '../dto/inferred-dataset.dto.js';
import { mostMarkers } from '../dto/dataset-properties.js';
import type { ProposedColumn } from '../infer/propose-column.js';
import { isIdentifierCandidate } from './choose-identifier.js';
import type { ProposedDataset } from './propose-dataset.js';

/** What a dry run answers. */
export function inferredDatasetDto({
  definition,
  table,
  columns,
  warnings,
}: ProposedDataset): InferredDatasetDto {
  const { delimiter, charset, decimalComma, rowCount } = table;
  return {
    ...datasetDto(definition, { rowCount, warnings, stored: null }),
    inferred: {
      delimiter,
      encoding: charset,
      decimal_comma: decimalComma,
      columns: columns.map(inferredColumnDto),
    },
  };
}

function inferredColumnDto(proposed: ProposedColumn): InferredColumnDto {
  const { header, name, position, observed } = proposed.observed;
  const { present, missing, markers, numbers, extremes, levels } = observed;
  const listed = proposed.column.kind === 'categorical' && proposed.column.allowedValues ? levels : undefined;
  return {
    header,
    name,
    position,
    present,
    missing,
    missing_markers: countedTexts(markers, mostMarkers),
    numbers,
    smallest: extremes.minimum ?? null,
    largest: extremes.maximum ?? null,
    distinct: levels?.size ?? null,
    levels: countedTexts(listed ?? new Map(), mostShownLevels),
    ambiguous_date: proposed.ambiguous,
    identifier_candidate: isIdentifierCandidate(proposed),
  };
}

function countedTexts(counts: ReadonlyMap<string, number>, most: number): CountedTextDto[] {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([value, count]) => ({ value, count }));
}
