import type { Problem } from '../../errors.js';
import type { FeatureColumn } from '../../table/table.js';
import type { Contract } from './contract.js';
import { ELEMENT, elementName, shownName } from './elements.js';
import type { ForeignModel, ForeignPort } from './foreign-model.js';
import { listOf } from './metadata-lists.js';

/** How the columns go into the foreign inputs. */
export type InputPlan =
  | { readonly kind: 'columns'; readonly columns: readonly MatchedColumn[] }
  | {
      readonly kind: 'matrix';
      readonly port: ForeignPort;
      readonly element: number;
      readonly features: readonly FeatureColumn[];
    };

export interface MatchedColumn {
  readonly feature: FeatureColumn;
  readonly port: ForeignPort;
  readonly element: number;
  /** Of the foreign input: one value per row, or a row of one value. */
  readonly rank: 1 | 2;
}

const WHOLE: readonly number[] = [ELEMENT.int64, ELEMENT.int32];
const FLOATING: readonly number[] = [ELEMENT.float, ELEMENT.double];

/** Finds the columns of the inputs, or says for each input what would be right. */
export function matchInputs(model: ForeignModel, contract: Contract): InputPlan | readonly Problem[] {
  const { inputs } = model.graph;
  if (inputs.length === 0) return [{ field: 'inputs', detail: 'are none: the graph reads no column' }];
  const [only] = inputs;
  if (inputs.length === 1 && only && isMatrix(only, contract))
    return matchMatrix(only, contract, listOf(model.metadata, 'feature_names'));
  const matches = inputs.map((port) => matchColumn(port, inputs, contract));
  const problems = matches.filter((match) => 'detail' in match);
  return problems.length > 0
    ? problems
    : { kind: 'columns', columns: matches.filter((match) => 'port' in match) };
}

/** An input of the name of a column is that column, whatever its width says. */
function isMatrix({ name, type }: ForeignPort, { features }: Contract): boolean {
  if (type.kind !== 'tensor' || type.shape?.length !== 2) return false;
  return columnNamed(name, [name], features) === undefined;
}

function matchMatrix(
  port: ForeignPort,
  contract: Contract,
  names: readonly string[] | undefined,
): InputPlan | readonly Problem[] {
  const field = `inputs/${shownName(port.name)}`;
  const order = contract.features.map(({ name }) => name).join(', ');
  const type = port.type as { element: number; shape: readonly (number | undefined)[] };
  const [rows, width] = type.shape;
  const features = names
    ? names.map((name) => columnNamed(name, names, contract.features))
    : contract.features;
  const unknown = names?.filter((_, place) => features[place] === undefined) ?? [];
  if (unknown.length > 0) {
    const list = unknown.map(shownName).join(', ');
    return [{ field, detail: `reads columns that the model does not have: ${list}; it has ${order}` }];
  }
  const columns = features as readonly FeatureColumn[];
  const problems: Problem[] = [];
  if (rows !== undefined)
    problems.push({ field, detail: `takes ${rows} rows at a time; leave the number of rows open` });
  if (width !== undefined && width !== columns.length) {
    const detail = `takes ${width} columns; expected are ${columns.length}, in this order: ${order}. For other columns list them in the metadata feature_names, or make one input per column`;
    problems.push({ field, detail });
  }
  const texts = columns.filter(({ kind }) => kind === 'categorical').map(({ name }) => name);
  if (type.element === ELEMENT.string ? texts.length !== columns.length : texts.length > 0) {
    const detail = `is one matrix of ${elementName(type.element)}, and ${texts.join(', ') || 'no column'} is text; make one input per column`;
    problems.push({ field, detail });
  } else if (type.element !== ELEMENT.string && !FLOATING.includes(type.element)) {
    problems.push({
      field,
      detail: `is a matrix of ${elementName(type.element)}; expected is float or double`,
    });
  }
  return problems.length > 0 ? problems : { kind: 'matrix', port, element: type.element, features: columns };
}

function matchColumn(
  port: ForeignPort,
  inputs: readonly ForeignPort[],
  { features }: Contract,
): MatchedColumn | Problem {
  const field = `inputs/${shownName(port.name)}`;
  const names = inputs.map(({ name }) => name);
  const feature = columnNamed(port.name, names, features);
  if (feature === undefined) {
    const known = features.map(({ name }) => name).join(', ');
    return { field, detail: `is no column of the model; expected is one input per column: ${known}` };
  }
  if (port.type.kind !== 'tensor') return { field, detail: `is no tensor; expected is ${expected(feature)}` };
  const { element, shape } = port.type;
  if (shape !== undefined) {
    const isColumn = shape.length === 1 || (shape.length === 2 && (shape[1] ?? 1) === 1);
    if (!isColumn || shape[0] !== undefined) {
      const shown = shape.map((size) => size ?? 'N').join(', ');
      return { field, detail: `has the shape [${shown}]; expected is [N] or [N, 1], with N left open` };
    }
  }
  const detail = elementProblem(feature, element);
  // Converters that leave the shape out mean a row of one value.
  return detail === undefined
    ? { feature, port, element, rank: shape?.length === 1 ? 1 : 2 }
    : { field, detail };
}

function elementProblem(feature: FeatureColumn, element: number): string | undefined {
  const { name, kind, nullable } = feature;
  const wrong = `takes ${elementName(element)}; ${name} is ${kind}, so expected is ${expected(feature)}`;
  if (kind === 'categorical') return element === ELEMENT.string ? undefined : wrong;
  if (FLOATING.includes(element)) return undefined;
  const isTruth = kind === 'boolean' && element === ELEMENT.bool;
  if (!isTruth && !WHOLE.includes(element)) return wrong;
  if (!nullable) return undefined;
  return `takes ${elementName(element)}, which cannot say that a value is missing, and ${name} may be; expected is ${expected(feature)}`;
}

function expected({ kind, nullable }: FeatureColumn): string {
  if (kind === 'categorical') return 'string';
  if (nullable) return 'float or double (missing is NaN)';
  return kind === 'boolean' ? 'bool, float, double, int32 or int64' : 'float, double, int32 or int64';
}

/**
 * The column of that name; else the only one whose name differs in nothing but the characters that converters replace,
 * unless two inputs could mean it.
 */
function columnNamed(
  name: string,
  names: readonly string[],
  features: readonly FeatureColumn[],
): FeatureColumn | undefined {
  const exact = features.find((feature) => feature.name === name);
  if (exact) return exact;
  const plain = plainName(name);
  const similar = features.filter((feature) => plainName(feature.name) === plain);
  const rivals = names.filter((other) => plainName(other) === plain);
  return similar.length === 1 && rivals.length === 1 ? similar[0] : undefined;
}

function plainName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '_');
}
