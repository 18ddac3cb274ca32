/** onnx.proto TensorProto.DataType, those that files of models hold: name and bytes per element. */
const ELEMENTS: Readonly<Record<number, { readonly name: string; readonly bytes: number }>> = {
  1: { name: 'float', bytes: 4 },
  2: { name: 'uint8', bytes: 1 },
  3: { name: 'int8', bytes: 1 },
  4: { name: 'uint16', bytes: 2 },
  5: { name: 'int16', bytes: 2 },
  6: { name: 'int32', bytes: 4 },
  7: { name: 'int64', bytes: 8 },
  8: { name: 'string', bytes: 0 },
  9: { name: 'bool', bytes: 1 },
  10: { name: 'float16', bytes: 2 },
  11: { name: 'double', bytes: 8 },
  12: { name: 'uint32', bytes: 4 },
  13: { name: 'uint64', bytes: 8 },
  16: { name: 'bfloat16', bytes: 2 },
};

export const ELEMENT = { float: 1, int32: 6, int64: 7, string: 8, bool: 9, double: 11 } as const;

export function elementName(element: number): string {
  return ELEMENTS[element]?.name ?? `element type ${element}`;
}

/** Undefined for types that no table needs. */
export function elementBytes(element: number): number | undefined {
  return ELEMENTS[element]?.bytes;
}

/** A name out of a foreign file, fit to be shown: bounded, and without what would spoil a log or a page. */
export function shownName(name: string): string {
  const printable = name.replace(/[^\x20-\x7e\u00a0-\ud7ff]/g, '?');
  return printable.length > 80 ? `${printable.slice(0, 77)}...` : printable;
}
