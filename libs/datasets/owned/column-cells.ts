import { type CellReader, CellProblem, numberCell } from '../csv/cells.js';
import { controlCharacter } from '../csv/control-characters.js';
import { unguardFormula } from '../csv/formula-guard.js';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { booleanWords } from '../infer/boolean-words.js';
import { dayOf } from '../infer/date-text.js';
import { defaultMissingMarkers, MissingMarkers } from '../infer/missing-markers.js';
import { TextMatcher } from '../matching/text-matcher.js';

/** Longer texts are no categories. Characters; an index over identifiers takes fewer. */
const longestText = 10_000;
const longestIdentifier = 200;

const controlled = new CellProblem('must not contain control characters');

/** Reads cells of files as values of the column, as the dataset declares them. */
export function columnCell(column: DatasetColumn, definition: DatasetDefinition): CellReader {
  const markers = new MissingMarkers([
    ...(definition.missingMarkers ?? defaultMissingMarkers),
    ...(column.inFiles?.missingMarkers ?? []),
  ]);
  const read = presentCell(column, column.name === definition.identifier);
  const missing = column.nullable ? null : new CellProblem('must not be empty');
  return (cell, decimalComma) => {
    const text = cell.trim();
    return markers.has(text) ? missing : read(text, decimalComma);
  };
}

function presentCell(column: DatasetColumn, isIdentifier: boolean): CellReader {
  switch (column.kind) {
    case 'numeric':
      return numericCell(column, isIdentifier);
    case 'boolean':
      return flagCell(column);
    case 'date':
      return dayCell(column);
    case 'categorical':
      return column.allowedValues && !isIdentifier
        ? listedCell(column, column.allowedValues)
        : openCell(isIdentifier ? longestIdentifier : longestText);
  }
}

function numericCell(
  { minimum, maximum, integer, missingValues }: DatasetColumn,
  isIdentifier: boolean,
): CellReader {
  const largest = isIdentifier ? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE;
  const read = numberCell(-largest, largest);
  const sentinels = new Set(missingValues);
  const notWhole = new CellProblem('must be a whole number');
  const outside = new CellProblem(
    `must be ${[
      ...(minimum === undefined ? [] : [`at least ${minimum}`]),
      ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ].join(' and ')}`,
  );
  return (cell, decimalComma) => {
    const value = read(cell, decimalComma);
    if (typeof value !== 'number' || sentinels.has(value)) return value;
    if ((integer || isIdentifier) && !Number.isInteger(value)) return notWhole;
    return value < (minimum ?? -Infinity) || value > (maximum ?? Infinity) ? outside : value;
  };
}

function flagCell({ synonyms }: DatasetColumn): CellReader {
  const own = new TextMatcher(
    Object.entries(synonyms ?? {}).flatMap(([value, texts]) =>
      texts.map((text) => [text, value === 'true'] as const),
    ),
  );
  const problem = new CellProblem('must be yes or no: true, false, yes, no, oui, non, 1, 0, or as declared');
  return (cell) => own.match(cell) ?? booleanWords.get(cell.toLowerCase()) ?? problem;
}

function dayCell({ inFiles }: DatasetColumn): CellReader {
  const format = inFiles?.dateFormat ?? 'yyyy-mm-dd';
  const problem = new CellProblem(`must be a day as ${format}`);
  // What we export is always in the one format that nobody misreads.
  return (cell) => dayOf(cell, format) ?? dayOf(cell, 'yyyy-mm-dd') ?? problem;
}

function listedCell(
  { synonyms, missingValues, open }: DatasetColumn,
  allowedValues: readonly string[],
): CellReader {
  const matcher = new TextMatcher([
    ...allowedValues.map((value) => [value, value] as const),
    ...(missingValues ?? []).map((value) => [String(value), String(value)] as const),
    ...Object.entries(synonyms ?? {}).flatMap(([value, texts]) =>
      texts.map((text) => [text, value] as const),
    ),
  ]);
  const unknown = new CellProblem('is none of the values that the column can have');
  const other: CellReader = open
    ? openCell(longestText)
    : (cell) => (controlCharacter.test(unguardFormula(cell)) ? controlled : unknown);
  return (cell, decimalComma) => matcher.match(unguardFormula(cell)) ?? other(cell, decimalComma);
}

function openCell(longest: number): CellReader {
  const tooLong = new CellProblem(`must have at most ${longest} characters`);
  return (cell) => {
    const text = unguardFormula(cell);
    if (text.length > longest) return tooLong;
    return controlCharacter.test(text) ? controlled : text;
  };
}
