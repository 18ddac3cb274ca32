import type { ColumnKind } from '../feature-schema.js';
import type { ColumnType } from './read-catalogue.js';

/** How columns of a type can be read. */
export interface TypeUse {
  /** `time`: a point in time, no feature, but rows can be split by it. */
  readonly kind: ColumnKind | 'time';
  readonly integer?: boolean;
  /** Kinds that the column can be read as instead. */
  readonly others: readonly ColumnKind[];
  /** Values of the type are compared as wholes, so that one can name a row. */
  readonly names: boolean;
}

const integers: TypeUse = { kind: 'numeric', integer: true, others: ['categorical'], names: true };
const numbers: TypeUse = { kind: 'numeric', others: ['categorical'], names: false };
const texts: TypeUse = { kind: 'categorical', others: [], names: true };
const times: TypeUse = { kind: 'time', others: ['date'], names: false };

const uses: ReadonlyMap<string, TypeUse> = new Map([
  ['int2', integers],
  ['int4', integers],
  ['int8', integers],
  ['float4', numbers],
  ['float8', numbers],
  ['bool', { kind: 'boolean', others: ['categorical'], names: false }],
  ['date', { kind: 'date', others: ['categorical'], names: false }],
  ['timestamp', times],
  ['timestamptz', times],
  ['uuid', texts],
]);

/** Undefined: columns of the type hold neither a number, a category, a truth nor a time. */
export function useOf({ name, category, scale }: ColumnType): TypeUse | undefined {
  if (name === 'numeric') return scale === 0 ? integers : { ...numbers, names: true };
  if (category === 'S') return texts;
  if (category === 'E') return { ...texts, names: false };
  return uses.get(name);
}
