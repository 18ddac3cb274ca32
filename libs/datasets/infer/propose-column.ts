import type { FieldProblem } from '#libs/platform';
import type { ColumnKind, DatasetColumn } from '../feature-schema.js';
import { categoryLevels } from './category-levels.js';
import { dateFormatsOf, kindOf } from './column-kind.js';
import type { ColumnObserver } from './column-observer.js';
import { type ColumnOverride, keysOfKinds } from './column-override.js';
import { columnWarnings, isAmbiguousDate } from './column-warnings.js';
import { dayOf } from './date-text.js';
import type { ObservedColumn } from './infer-table.js';
import { numberText } from './number-text.js';

export interface ProposedColumn {
  readonly observed: ObservedColumn;
  readonly column: DatasetColumn;
  readonly warnings: readonly string[];
  /** Pointers into the definition. */
  readonly problems: readonly FieldProblem[];
  /** Days of this column could be read in two ways, and nobody says how. */
  readonly ambiguous: boolean;
}

/** What a column is: as declared, else as all its cells show. @param pointer of its override in the definition */
export function proposeColumn(
  observed: ObservedColumn,
  override: ColumnOverride,
  pointer: string,
): ProposedColumn {
  const cells = observed.observed;
  const kind = override.kind ?? kindOf(cells);
  const ambiguous = kind === 'date' && override.date_format === undefined && isAmbiguousDate(cells);
  const missing = override.missing_values ?? [];
  const nullable = override.nullable ?? (cells.missing > 0 || missing.length > 0);
  const ofKind = declaredOf(kind, cells, override);
  const column: DatasetColumn = {
    name: observed.name,
    kind,
    description: override.description ?? '',
    ...(override.unit === undefined ? {} : { unit: override.unit }),
    nullable,
    optional: nullable,
    sensitive: override.sensitive ?? false,
    ...((override.excluded ?? cells.present === 0) ? { excluded: true } : {}),
    ...(observed.header === observed.name ? {} : { aliases: [observed.header] }),
    ...ofKind,
    ...missingOf(kind, missing, ofKind.inFiles),
  };
  return {
    observed,
    column,
    warnings: [
      ...columnWarnings(observed, kind),
      ...(ambiguous
        ? [
            `${observed.header}: days could be dd/mm/yyyy or mm/dd/yyyy; declare date_format, without it the file is refused`,
          ]
        : []),
    ],
    problems: problemsOf(kind, cells, override).map(([key, detail]) => ({
      pointer: `${pointer}/${key}`,
      detail,
    })),
    ambiguous,
  };
}

type OfKind = Pick<
  DatasetColumn,
  'integer' | 'minimum' | 'maximum' | 'allowedValues' | 'open' | 'synonyms' | 'inFiles'
>;

function declaredOf(kind: ColumnKind, cells: ColumnObserver, override: ColumnOverride): OfKind {
  switch (kind) {
    case 'numeric': {
      const { minimum, maximum } = override;
      return {
        ...((override.integer ?? (cells.present > 0 && cells.fractions === 0)) ? { integer: true } : {}),
        ...(minimum === undefined ? {} : { minimum }),
        ...(maximum === undefined ? {} : { maximum }),
      };
    }
    case 'boolean': {
      const { true_values: yes, false_values: no } = override;
      return yes || no ? { synonyms: { true: [...(yes ?? [])], false: [...(no ?? [])] } } : {};
    }
    case 'date': {
      const format = override.date_format ?? dateFormatsOf(cells)[0];
      return format === undefined || format === 'yyyy-mm-dd' ? {} : { inFiles: { dateFormat: format } };
    }
    case 'categorical':
      return categoriesOf(cells, override);
  }
}

function categoriesOf(cells: ColumnObserver, override: ColumnOverride): OfKind {
  if (override.open) return { open: true };
  if (override.allowed_values) return { allowedValues: [...override.allowed_values] };
  const { values, synonyms } = categoryLevels(cells, override.open === false);
  if (!values || values.length === 0) return { open: true };
  return {
    allowedValues: values,
    ...(synonyms.size === 0 ? {} : { synonyms: Object.fromEntries(synonyms) }),
  };
}

/** Values that the column can hold stay as they are and are read as missing; other texts never enter the table. */
function missingOf(
  kind: ColumnKind,
  declared: readonly (number | string)[],
  inFiles: DatasetColumn['inFiles'],
): Pick<DatasetColumn, 'missingValues' | 'inFiles'> {
  const held: (number | string)[] = [];
  const texts: string[] = [];
  for (const marker of declared) {
    if (kind === 'categorical') held.push(String(marker));
    else if (kind === 'numeric') {
      const value = typeof marker === 'number' ? marker : numberText(marker.trim(), false).value;
      if (Number.isNaN(value)) texts.push(String(marker));
      else held.push(value);
    } else if (kind === 'date' && dayOf(String(marker), inFiles?.dateFormat ?? 'yyyy-mm-dd') !== undefined) {
      held.push(dayOf(String(marker), inFiles?.dateFormat ?? 'yyyy-mm-dd')!);
    } else texts.push(String(marker));
  }
  return {
    ...(held.length === 0 ? {} : { missingValues: held }),
    ...(texts.length === 0 ? {} : { inFiles: { ...inFiles, missingMarkers: texts } }),
  };
}

function problemsOf(
  kind: ColumnKind,
  { levels, options }: ColumnObserver,
  override: ColumnOverride,
): [key: string, detail: string][] {
  const problems: [string, string][] = [];
  for (const [other, keys] of Object.entries(keysOfKinds)) {
    if (other === kind) continue;
    for (const key of keys)
      if (override[key] !== undefined)
        problems.push([key, `is for ${other} columns; this one is ${kind}: declare kind too`]);
  }
  const { minimum, maximum, allowed_values: allowed, open } = override;
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    problems.push(['minimum', 'must not be above the maximum']);
  const yes = new Set(override.true_values?.map((text) => text.toLowerCase()));
  if (override.false_values?.some((text) => yes.has(text.toLowerCase())))
    problems.push(['false_values', 'must not hold a text that true_values holds too']);
  if (allowed?.length === 0) problems.push(['allowed_values', 'must list at least one value']);
  if (allowed && new Set(allowed).size < allowed.length)
    problems.push(['allowed_values', 'must not list a value twice']);
  if (allowed && open) problems.push(['open', 'must not be true where allowed_values lists the values']);
  if (kind === 'categorical' && open === false && !allowed && !levels)
    problems.push([
      'open',
      `the column has more than ${options.mostLevels} values: list them in allowed_values`,
    ]);
  return problems;
}
