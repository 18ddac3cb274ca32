import type { ColumnKind } from '../feature-schema.js';
import { trailingFullStops } from './category-levels.js';
import { dateFormatsOf, mixesMarks } from './column-kind.js';
import type { ColumnObserver } from './column-observer.js';
import type { ObservedColumn } from './infer-table.js';

/** Nearly all cells are numbers: the others are probably mistakes, or missing. */
const nearlyAll = 0.9;

/** What somebody should look at before the column is used. Names the column, and values only of labels and numbers. */
export function columnWarnings(
  { header, blank, position, observed }: ObservedColumn,
  kind: ColumnKind,
): string[] {
  const warnings = [
    ...(blank ? [`has no header: it is called by its position, ${position}`] : []),
    ...(observed.present === 0 ? ['holds no value: it is excluded'] : []),
    ...markerWarnings(observed),
    ...(kind === 'numeric' ? sentinelWarnings(observed) : []),
    ...(kind === 'categorical' ? [...numberWarnings(observed), ...labelWarnings(observed)] : []),
    ...(kind === 'date' && observed.timesOfDay > 0
      ? [`${observed.timesOfDay} cells hold a time of day, which is left out`]
      : []),
  ];
  return warnings.map((warning) => `${header}: ${warning}`);
}

export const isAmbiguousDate = (observed: ColumnObserver): boolean => dateFormatsOf(observed).length > 1;

function markerWarnings({ markers }: ColumnObserver): string[] {
  const texts = [...markers].filter(([text]) => text !== '').slice(0, 20);
  if (texts.length === 0) return [];
  const counted = texts.map(([text, count]) => `${text} (${count})`).join(', ');
  return [`read as missing: ${counted}; correct it with missing_markers or missing_values`];
}

function sentinelWarnings({ extremes }: ColumnObserver): string[] {
  return extremes
    .sentinels()
    .map(
      ({ value, count }) =>
        `${count} rows hold ${value}, far from all other values: if it means missing, declare missing_values [${value}]`,
    );
}

function numberWarnings(observed: ColumnObserver): string[] {
  const { numbers, present, codes, firstLineWithoutNumber } = observed;
  if (present === 0) return [];
  if (numbers === present && codes > 0)
    return [`${codes} numbers begin with zeros or have more than 15 digits: they are kept as text`];
  if (numbers === present && mixesMarks(observed))
    return [
      'has numbers with a point and numbers with a comma: kept as text until decimal_comma says which is the decimal mark',
    ];
  if (numbers < present && numbers >= nearlyAll * present)
    return [
      `${present - numbers} cells are no numbers, the first on line ${firstLineWithoutNumber}, and all others are: declare kind numeric to have every line named, or missing_values`,
    ];
  return [];
}

function labelWarnings({ levels }: ColumnObserver): string[] {
  if (!levels) return ['has more different texts than are counted'];
  const stops = trailingFullStops(levels);
  if (stops.length === 0) return [];
  const rows = stops.reduce((sum, level) => sum + levels.get(level)!, 0);
  return [
    `${stops.length} labels occur with and without a full stop at the end (${rows} rows with it); where the labels are listed, the two are taken for the same`,
  ];
}
