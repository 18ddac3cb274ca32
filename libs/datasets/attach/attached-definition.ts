import type { FieldProblem } from '#libs/platform';
import { type ColumnDeclarations, meant, unknownColumns } from '../declaration/column-declarations.js';
import { derivedProblems } from '../declaration/derived-problems.js';
import { targetProblems } from '../declaration/target-problems.js';
import type { AttachDatasetDto, AttachedColumnDto } from '../dto/attach-dataset.dto.js';
import type { DatasetDefinition } from '../feature-schema.js';
import { sqlName } from '../sql-names.js';
import { attachedColumns, unusable } from './attached-columns.js';
import { useOf } from './column-kind.js';
import type { CataloguedColumn, CataloguedRelation } from './read-catalogue.js';

export interface AttachedDefinition {
  /** Undefined where a problem leaves none. */
  readonly definition: DatasetDefinition | undefined;
  readonly problems: readonly FieldProblem[];
  readonly warnings: readonly string[];
}

/** What the catalogue and the request make of a relation; its rows are looked at elsewhere. */
export function attachedDefinition(
  request: AttachDatasetDto,
  declared: ColumnDeclarations<AttachedColumnDto>,
  relation: CataloguedRelation,
  catalogued: readonly CataloguedColumn[],
): AttachedDefinition {
  const usable = catalogued.filter((column) => unusable(column) === undefined);
  const identifier = identifierOf(request, usable);
  const { columns, splitColumns, problems, warnings } = attachedColumns(
    catalogued,
    identifier.name,
    declared.of,
  );
  const description = request.description ?? relation.comment?.slice(0, 1000);
  const definition: DatasetDefinition = {
    name: request.name,
    origin: 'attached',
    ...(description === undefined ? {} : { description }),
    relation: `${sqlName(request.schema)}.${sqlName(request.relation)}`,
    identifier: identifier.name ?? '',
    columns,
    ...(splitColumns.length > 0 ? { splitColumns } : {}),
    ...(request.target === undefined ? {} : { target: request.target }),
    ...(request.positive_class === undefined ? {} : { positiveClass: request.positive_class }),
    ...(request.derived?.length
      ? { derived: request.derived.map(({ name, expression }) => ({ name, expression })) }
      : {}),
  };
  return {
    definition: identifier.name === undefined ? undefined : definition,
    problems: [
      ...(identifier.problem ? [identifier.problem] : []),
      ...declared.problems,
      ...unknownColumns(
        declared.of,
        usable.map(({ name }) => name),
        unreadable,
      ),
      ...problems,
      ...targetProblems(definition),
      ...derivedProblems(definition),
    ],
    warnings: relation.rowSecurity
      ? [
          ...warnings,
          `The relation has row level security: only rows that ${relation.role} may see are rows of the dataset.`,
        ]
      : warnings,
  };
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
      unreadable +
        meant(
          name,
          usable.map((candidate) => candidate.name),
        ),
    );
  if (!useOf(column.type)!.names)
    return problem(`${column.type.written} names no row: it must be whole numbers, texts or UUIDs`);
  return { name };
}

const unreadable = 'the relation has no column of that name that can be read';
