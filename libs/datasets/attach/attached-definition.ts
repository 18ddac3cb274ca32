import { columnsOf, MlError, parseAllDerived } from '#libs/ml';
import type { FieldProblem } from '#libs/platform';
import type { AttachDatasetDto } from '../dto/attach-dataset.dto.js';
import { type DatasetColumn, type DatasetDefinition, featureColumn } from '../feature-schema.js';
import { nearestName } from '../nearest-name.js';
import { sqlName } from '../sql-names.js';
import { attachedColumns, unusable } from './attached-columns.js';
import { useOf } from './column-kind.js';
import { columnOverrides } from './column-overrides.js';
import type { CataloguedColumn, CataloguedRelation } from './read-relation.js';

export interface AttachedDefinition {
  /** Undefined where a problem leaves none. */
  readonly definition: DatasetDefinition | undefined;
  readonly problems: readonly FieldProblem[];
  readonly warnings: readonly string[];
}

/** What the catalogue and the request make of a relation; its rows are looked at elsewhere. */
export function attachedDefinition(
  request: AttachDatasetDto,
  relation: CataloguedRelation,
  catalogued: readonly CataloguedColumn[],
): AttachedDefinition {
  const usable = catalogued.filter((column) => unusable(column) === undefined);
  const overrides = columnOverrides(
    request.columns ?? {},
    usable.map(({ name }) => name),
  );
  const identifier = identifierOf(request, usable);
  const { columns, splitColumns, problems, ...rest } = attachedColumns(
    catalogued,
    identifier.name,
    overrides,
  );
  const warnings = [...rest.warnings];
  const all = [
    ...(identifier.problem ? [identifier.problem] : []),
    ...problems,
    ...targetProblems(request, columns, identifier.name),
    ...derivedProblems(request, columns),
  ];
  if (relation.rowSecurity)
    warnings.push(
      `The relation has row level security: only rows that ${relation.role} may see are rows of the dataset.`,
    );
  if (identifier.name === undefined) return { definition: undefined, problems: all, warnings };
  const description = request.description ?? relation.comment?.slice(0, 1000);
  const definition: DatasetDefinition = {
    name: request.name,
    origin: 'attached',
    ...(description === undefined ? {} : { description }),
    relation: `${sqlName(request.schema)}.${sqlName(request.relation)}`,
    identifier: identifier.name,
    columns,
    ...(splitColumns.length > 0 ? { splitColumns } : {}),
    ...(request.target === undefined ? {} : { target: request.target }),
    ...(request.positive_class === undefined ? {} : { positiveClass: request.positive_class }),
    ...(request.derived?.length
      ? { derived: request.derived.map(({ name, expression }) => ({ name, expression })) }
      : {}),
  };
  return { definition, problems: all, warnings };
}

function identifierOf(
  { id_column }: AttachDatasetDto,
  usable: readonly CataloguedColumn[],
): { readonly name?: string; readonly problem?: FieldProblem } {
  const problem = (detail: string): { problem: FieldProblem } => ({
    problem: { pointer: '/id_column', detail },
  });
  const name = id_column ?? usable.find(({ primary }) => primary)?.name;
  if (name === undefined)
    return problem('must be given: the relation has no primary key of a single column that can be read');
  const column = usable.find((candidate) => candidate.name === name);
  if (!column)
    return problem(
      unknown(
        name,
        usable.map((candidate) => candidate.name),
      ),
    );
  if (!useOf(column.type)!.names)
    return problem(`${column.type.written} names no row: it must be whole numbers, texts or UUIDs`);
  return { name };
}

function targetProblems(
  { target, positive_class }: AttachDatasetDto,
  columns: readonly DatasetColumn[],
  identifier: string | undefined,
): FieldProblem[] {
  if (target === undefined)
    return positive_class === undefined
      ? []
      : [{ pointer: '/positive_class', detail: 'is of a target, and none is given' }];
  const column = columns.find(({ name }) => name === target);
  const pointer = '/target';
  if (!column)
    return [
      {
        pointer,
        detail: unknown(
          target,
          columns.map(({ name }) => name),
        ),
      },
    ];
  if (target === identifier) return [{ pointer, detail: 'names the rows, so it cannot be learned' }];
  if (column.kind === 'date') return [{ pointer, detail: 'is a day; no model learns days' }];
  return [];
}

function derivedProblems(
  { derived = [], target }: AttachDatasetDto,
  columns: readonly DatasetColumn[],
): FieldProblem[] {
  const pointer = (name: string): string =>
    `/derived/${derived.findIndex((feature) => feature.name === name)}`;
  const misnamed = derived.flatMap(({ name }, place) =>
    name.startsWith('veridict_') || name !== name.normalize('NFC')
      ? [
          {
            pointer: `/derived/${place}/name`,
            detail: 'must neither begin with veridict_ nor hold decomposed accents',
          },
        ]
      : [],
  );
  try {
    const parsed = parseAllDerived(derived, columns.map(featureColumn));
    const leaking = parsed.filter((feature) => target !== undefined && columnsOf(feature).includes(target));
    return [
      ...misnamed,
      ...leaking.map(({ name }) => ({ pointer: pointer(name), detail: 'is computed from the target' })),
    ];
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    return [...misnamed, ...error.problems.map(({ field, detail }) => ({ pointer: pointer(field), detail }))];
  }
}

function unknown(name: string, known: readonly string[]): string {
  const meant = nearestName(name, known);
  const hint = meant === undefined ? '' : `; is ${meant} meant?`;
  return `the relation has no column of that name that can be read${hint}`;
}
