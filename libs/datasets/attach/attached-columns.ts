import type { FieldProblem } from '#libs/platform';
import { columnPointer } from '../declaration/column-declarations.js';
import { contradictions } from '../declaration/contradictions.js';
import type { AttachedColumnDto } from '../dto/attach-dataset.dto.js';
import type { ColumnKind, DatasetColumn, SplitColumn } from '../feature-schema.js';
import { unsendableName } from '../unsendable-name.js';
import { checkedValues } from './check-values.js';
import { type TypeUse, useOf } from './column-kind.js';
import type { CataloguedColumn } from './read-catalogue.js';

export interface AttachedColumns {
  readonly columns: readonly DatasetColumn[];
  readonly splitColumns: readonly SplitColumn[];
  readonly problems: readonly FieldProblem[];
  readonly warnings: readonly string[];
}

/** Why a column cannot be one of a dataset; undefined where it can. */
export function unusable({ name, type, readable }: CataloguedColumn): string | undefined {
  if (!readable) return `${name} is left out: the role that Veridict acts as may not select it.`;
  if (name === unsendableName)
    return `${name} is left out: no JSON body can hold a value of that name; a view can rename it.`;
  if (/\p{Cc}/u.test(name) || name !== name.normalize('NFC') || name.startsWith('veridict_'))
    return `A column is left out for its name (control characters, decomposed accents or the prefix veridict_); a view can rename it.`;
  return useOf(type)
    ? undefined
    : `${name} is left out: a model learns nothing from the type ${type.written}; a view can convert it.`;
}

/** The columns of the dataset: what the catalogue says, and what the request says otherwise. */
export function attachedColumns(
  catalogued: readonly CataloguedColumn[],
  identifier: string | undefined,
  overrides: ReadonlyMap<string, AttachedColumnDto>,
): AttachedColumns {
  const columns: DatasetColumn[] = [];
  const splitColumns: SplitColumn[] = [];
  const problems: FieldProblem[] = [];
  const warnings: string[] = [];
  for (const column of catalogued) {
    const reason = unusable(column);
    if (reason !== undefined) {
      warnings.push(reason);
      continue;
    }
    const override = overrides.get(column.name);
    const use = useOf(column.type)!;
    const kind = override?.kind ?? use.kind;
    if (kind === 'time') {
      splitColumns.push({ name: column.name, kind: 'time' });
      continue;
    }
    if (kind !== use.kind && !use.others.includes(kind)) {
      problems.push({ pointer: `${columnPointer(column.name)}/kind`, detail: cannotBe(kind, column, use) });
      continue;
    }
    const made = datasetColumn(column, use, kind, override ?? {}, column.name === identifier);
    columns.push(made);
    problems.push(...contradictions(made, override ?? {}));
  }
  return { columns, splitColumns, problems, warnings };
}

function datasetColumn(
  column: CataloguedColumn,
  use: TypeUse,
  kind: ColumnKind,
  override: AttachedColumnDto,
  isIdentifier: boolean,
): DatasetColumn {
  const { name, type, comment, required, labels, checks } = column;
  const checked = checkedValues(name, checks);
  const numeric = kind === 'numeric';
  const minimum = numeric ? (override.minimum ?? checked.minimum) : undefined;
  const maximum = numeric ? (override.maximum ?? checked.maximum) : undefined;
  const listed =
    kind === 'categorical' && use.kind === 'categorical' ? (labels ?? checked.allowedValues) : undefined;
  const allowedValues = kind === 'categorical' ? (override.allowed_values ?? listed) : undefined;
  const nullable = override.nullable ?? !required;
  const unit = override.unit;
  return {
    name,
    kind,
    description: override.description ?? oneLine(comment),
    ...(unit === undefined ? {} : { unit }),
    nullable,
    optional: nullable,
    ...(numeric ? { integer: override.integer ?? use.integer ?? false } : {}),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(allowedValues ? { allowedValues } : {}),
    // Who does not list the categories cannot know tomorrow's: the table is somebody else's.
    ...(kind === 'categorical' ? { open: override.open ?? allowedValues === undefined } : {}),
    ...(override.missing_values?.length ? { missingValues: override.missing_values } : {}),
    sensitive: override.sensitive ?? false,
    excluded: override.excluded ?? (isIdentifier || type.name === 'uuid'),
  };
}

function cannotBe(kind: ColumnKind, { type }: CataloguedColumn, { kind: own, others }: TypeUse): string {
  const can = [...(own === 'time' ? [] : [own]), ...others].join(' or ');
  return `${type.written} cannot be read as ${kind}, only as ${can}; a view can convert the column`;
}

/** Comments may have lines; descriptions have one. */
function oneLine(comment: string | null): string {
  return (comment ?? '')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 1000);
}
