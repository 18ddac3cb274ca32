import { DomainError, type FieldProblem } from '#libs/platform';
import { columnPointer } from '../declaration/column-declarations.js';
import { derivedProblems } from '../declaration/derived-problems.js';
import type { DatasetDefinition } from '../feature-schema.js';
import type { ObservedTable } from '../infer/infer-table.js';
import { type ProposedColumn, proposeColumn } from '../infer/propose-column.js';
import { nearestName } from '../nearest-name.js';
import { ownedRelation } from '../owned/owned-table.js';
import { createdAtColumn, rowNumberColumn, updatedAtColumn } from '../owned/system-columns.js';
import { chooseIdentifier } from './choose-identifier.js';
import type { UploadDefinition } from './parse-definition.js';
import { positiveClassProblem } from './positive-class.js';

export interface ProposedDataset {
  readonly definition: DatasetDefinition;
  readonly table: ObservedTable;
  readonly columns: readonly ProposedColumn[];
  readonly warnings: readonly string[];
  /** Without an answer to these the file cannot be imported, though what it is can be shown. */
  readonly open: readonly FieldProblem[];
}

/**
 * The dataset that a file becomes: what was inferred, and what its definition says instead.
 * @throws DomainError `validation_failed` with everything that the definition says and the file does not bear out
 */
export function proposeDataset(table: ObservedTable, upload: UploadDefinition): ProposedDataset {
  const headers = table.columns.map(({ header }) => header);
  const problems: FieldProblem[] = [...upload.columns.keys()]
    .filter((header) => !headers.includes(header))
    .map((header) => ({ pointer: columnPointer(header), detail: unknownColumn(header, headers) }));
  const proposed = table.columns.map((observed) =>
    proposeColumn(observed, upload.columns.get(observed.header) ?? {}, columnPointer(observed.header)),
  );
  problems.push(...proposed.flatMap((column) => column.problems));

  const find = (key: 'id_column' | 'target'): ProposedColumn | undefined => {
    const asked = upload[key]?.trim().normalize('NFC');
    if (asked === undefined) return undefined;
    const found =
      proposed.find(({ observed }) => observed.header === asked) ??
      proposed.find(({ column }) => column.name === asked);
    if (!found) problems.push({ pointer: `/${key}`, detail: unknownColumn(asked, headers) });
    return found;
  };
  const { identifier, problem } = chooseIdentifier(proposed, find('id_column'), upload.id_column);
  if (problem) problems.push(problem);
  const target = find('target');
  if (target && target === identifier)
    problems.push({ pointer: '/target', detail: 'must not be the identifier' });
  const positive = positiveClassProblem(target, upload.positive_class);
  if (positive) problems.push(positive);
  const columns = proposed.map(({ column }, index) =>
    proposed[index] === identifier
      ? { ...column, nullable: false, optional: false, excluded: true, ...wholeNumbers(column.kind) }
      : column,
  );
  const derived = upload.derived ?? [];
  problems.push(...derivedProblems({ derived, columns, ...(target ? { target: target.column.name } : {}) }));
  if (problems.length > 0) {
    throw new DomainError(
      'validation_failed',
      'The definition does not fit the file; nothing was stored. See errors.',
      { problems },
    );
  }
  return {
    definition: {
      name: upload.name,
      origin: 'owned',
      ...(upload.description === undefined ? {} : { description: upload.description }),
      relation: ownedRelation(upload.name),
      identifier: identifier?.column.name ?? rowNumberColumn,
      // Not the version: a row that is replaced by an import begins with 1 again.
      revision: updatedAtColumn,
      splitColumns: [{ name: createdAtColumn, kind: 'time' }],
      columns,
      ...(target ? { target: target.column.name } : {}),
      ...(upload.positive_class === undefined ? {} : { positiveClass: upload.positive_class }),
      ...(derived.length > 0
        ? { derived: derived.map(({ name, expression }) => ({ name, expression })) }
        : {}),
      ...(upload.missing_markers === undefined ? {} : { missingMarkers: upload.missing_markers }),
    },
    table,
    columns: proposed,
    warnings: [...tableWarnings(table, identifier), ...proposed.flatMap(({ warnings }) => warnings)],
    open: [...openDelimiter(table), ...proposed.filter(({ ambiguous }) => ambiguous).map(openDateFormat)],
  };
}

function openDelimiter({ delimiter, alternatives }: ObservedTable): FieldProblem[] {
  if (alternatives.length === 0) return [];
  const candidates = [delimiter, ...alternatives].map((each) => JSON.stringify(each)).join(' or ');
  const detail = `say ${candidates}: the header and the rows after it have as many cells with either`;
  return [{ pointer: '/delimiter', detail }];
}

function openDateFormat({ observed }: ProposedColumn): FieldProblem {
  const detail = 'say dd/mm/yyyy or mm/dd/yyyy: every day of the column could be both';
  return { pointer: `${columnPointer(observed.header)}/date_format`, detail };
}

const wholeNumbers = (kind: string): { integer?: true } => (kind === 'numeric' ? { integer: true } : {});

function unknownColumn(asked: string, headers: readonly string[]): string {
  const nearest = nearestName(asked, headers);
  return `is no header of the file${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}

function tableWarnings(table: ObservedTable, identifier: ProposedColumn | undefined): string[] {
  const repeats = identifier?.observed.observed.unique?.repeats ?? 0;
  return [
    ...openDelimiter(table).map(({ detail }) => `delimiter: ${detail}`),
    ...(table.columns.length === 1
      ? ['The file has one column only: if it has more, declare its delimiter.']
      : []),
    ...(identifier ? [] : ['No column names the rows: they are numbered. Declare id_column if one does.']),
    ...(repeats > 0
      ? [
          `${identifier!.observed.header}: ${repeats} rows repeat an identifier, the first on line ${identifier!.observed.observed.unique!.firstRepeatLine}; the file is refused unless id_column names another column, or null`,
        ]
      : []),
  ];
}
