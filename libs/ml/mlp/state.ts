import type { Encoding } from '../encoding/encoding.js';
import { MlError } from '../errors.js';
import type { ColumnValues, Table } from '../table/table.js';
import type { MlpParts } from './mlp-parts.js';
import type { OutputScale } from './shapley.js';

/** What the graph does not say, or not plainly, about a network. The weights are in the graph only. */
export interface MlpState {
  readonly encodings: readonly Encoding[];
  readonly scale: OutputScale;
  /** The number of inputs, the widths of the hidden layers, the number of outputs. */
  readonly sizes: readonly number[];
  readonly background: Table;
}

/** As JSON, where a missing number is null. */
export function encodeState({ encodings, scale, background, network }: MlpParts): string {
  const sizes = [network[0]!.inputCount, ...network.map(({ outputCount }) => outputCount)];
  const values = encodings.map(({ name }) => [...background.columns[name]!]);
  return JSON.stringify({ encodings, scale, sizes, background: { rowCount: background.rowCount, values } });
}

/** @throws MlError `invalid_model` when the text is not what `encodeState` writes. */
export function parseState(text: string): MlpState {
  const state = parse(text);
  if (!isRecord(state)) throw notAState();
  const { encodings, scale, sizes, background } = state;
  if (!isListOf(encodings, isEncoding) || !isListOf(sizes, isCount) || sizes.length < 2) throw notAState();
  if (!isScale(scale) || !isRecord(background)) throw notAState();
  const { rowCount, values } = background;
  if (!isCount(rowCount) || !Array.isArray(values) || values.length !== encodings.length) throw notAState();
  const columns = encodings.map((encoding, index) => [
    encoding.name,
    columnValues(encoding, values[index], rowCount),
  ]);
  const table = { rowCount, columns: Object.fromEntries(columns) as Table['columns'] };
  return { encodings, scale, sizes, background: table };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function columnValues({ kind }: Encoding, values: unknown, rowCount: number): ColumnValues {
  const isOfKind = (value: unknown): value is number | string | null =>
    value === null || (kind === 'number' ? Number.isFinite(value) : typeof value === 'string');
  if (!isListOf(values, isOfKind) || values.length !== rowCount) throw notAState();
  return kind === 'number'
    ? Float64Array.from(values, (value) => (value === null ? NaN : Number(value)))
    : values.map((value) => (value === null ? null : String(value)));
}

function isEncoding(value: unknown): value is Encoding {
  if (!isRecord(value) || typeof value['name'] !== 'string') return false;
  const are = (names: readonly string[], isOfKind: (value: unknown) => boolean): boolean =>
    names.every((name) => isOfKind(value[name]));
  const isBoolean = (flag: unknown): boolean => typeof flag === 'boolean';
  const isText = (category: unknown): category is string => typeof category === 'string';
  switch (value['kind']) {
    case 'number':
      return (
        ['double', 'bool'].some((type) => type === value['inputType']) &&
        are(['center', 'scale', 'imputed'], Number.isFinite) &&
        are(['usesValue', 'usesMissing'], isBoolean)
      );
    case 'categories':
      return isListOf(value['categories'], isText) && are(['usesCategories', 'usesMissing'], isBoolean);
    default:
      return false;
  }
}

function isScale(value: unknown): value is OutputScale {
  return isRecord(value) && Number.isFinite(value['mean']) && Number.isFinite(value['deviation']);
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAState(): MlError {
  return new MlError('invalid_model', [{ field: 'state', detail: 'is not the state of a neural network' }]);
}
