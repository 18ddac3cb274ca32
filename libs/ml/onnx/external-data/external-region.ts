import type { Problem } from '../../errors.js';
import { shownName } from '../adapt/elements.js';
import { integerOf, repeated, single, visitFields, type WireField, wireFields } from '../adapt/wire.js';
import { broken, text } from '../protobuf-reader.js';

/** onnx.proto, TensorProto. */
export const TENSOR = { name: 8, raw: 9, externalData: 13, location: 14 } as const;
/** The ways of holding values within the file. */
const HELD = [4, 5, 6, 7, 9, 10, 11];
const DESCRIBING: readonly number[] = [TENSOR.name, TENSOR.externalData, TENSOR.location];
/** Four describe all that is read. */
const mostFields = 100;
const KEYS: ReadonlySet<string> = new Set(['location', 'offset', 'length', 'checksum']);

/** Where in which file beside the model a tensor has its values. */
export interface ExternalRegion {
  readonly location: string;
  readonly offset: number;
  /** Undefined: to the end of the file. */
  readonly length: number | undefined;
}

/**
 * A name in the model's own directory, and nothing that any store or system reads as a path, an escape or a stream:
 * letters and digits of any language, and `_ . + -` and spaces within.
 */
const plainName = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.+ -]{0,254}$/u;
/** Below 2^53. */
const wholeNumber = /^\d{1,15}$/;

/**
 * Reads what a tensor says of its values. Undefined when they are not said to lie in another file.
 *
 * @throws MlError `invalid_model` when the bytes are no tensor
 */
export function externalRegion(tensor: Uint8Array): ExternalRegion | Problem[] | undefined {
  const fields = describingFields(tensor);
  if (integerOf(fields, TENSOR.location) !== 1n) return undefined;
  const field = tensorField(fields);
  if (fields.some(({ number }) => HELD.includes(number)))
    return [{ field, detail: 'has its values both in the file and in another one' }];
  const entries = new Map<string, string>();
  const problems: Problem[] = [];
  for (const message of repeated(fields, TENSOR.externalData)) {
    const entry = wireFields(message);
    const key = text(single(entry, 1) ?? new Uint8Array());
    if (!KEYS.has(key) || entries.has(key)) {
      const what = entries.has(key) ? 'twice' : 'which nothing is known of';
      problems.push({ field, detail: `says "${shownName(key)}" of its values, ${what}` });
    }
    entries.set(key, text(single(entry, 2) ?? new Uint8Array()));
  }
  const location = entries.get('location') ?? '';
  if (!plainName.test(location)) {
    const detail = `has its values in "${shownName(location)}", which is no name of a file beside the model`;
    problems.push({ field, detail });
  }
  const [offset, length] = (['offset', 'length'] as const).map((key) => {
    const value = entries.get(key);
    if (value === undefined) return undefined;
    if (!wholeNumber.test(value))
      problems.push({ field, detail: `has "${shownName(value)}" as ${key} of its values` });
    return Number(value);
  });
  return problems.length > 0 ? problems : { location, offset: offset ?? 0, length };
}

/** Under which name problems with a tensor are told. */
export function tensorField(tensor: Uint8Array | readonly WireField[]): string {
  const fields = tensor instanceof Uint8Array ? describingFields(tensor) : tensor;
  const name = text(single(fields, TENSOR.name) ?? new Uint8Array());
  return name === '' ? 'constants' : `constants/${shownName(name)}`;
}

/** What describes a tensor, and of its values the first of each kind: there may be millions. */
function describingFields(tensor: Uint8Array): WireField[] {
  const described: WireField[] = [];
  const held = new Set<number>();
  visitFields(tensor, (field) => {
    const { number } = field;
    if (HELD.includes(number) ? held.has(number) : !DESCRIBING.includes(number)) return;
    if (HELD.includes(number)) held.add(number);
    if (described.length >= mostFields)
      throw broken(`a constant is described by more than ${mostFields} fields`);
    described.push(field);
  });
  return described;
}
