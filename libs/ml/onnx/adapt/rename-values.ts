import { ProtobufMessage } from '../protobuf.js';
import { text } from '../protobuf-reader.js';
import { visitFields, type WireField, wireFields } from './wire.js';

/**
 * Puts a prefix before every value's name: of one graph, its constants, and all inner graphs. One renaming of all names
 * keeps whatever hides and reads what, so that no inner value can meet a column of the same name; the empty name, which
 * stands for an input that is left out, stays. Everything else is copied byte for byte.
 */
export function renameNode(message: Uint8Array, prefix: string): Uint8Array {
  return rewritten(message, ({ number, wireType, value }, target) => {
    if (wireType !== 2) return false;
    if (number === 1 || number === 2) target.string(number, renamed(value, prefix));
    else if (number === 5) target.bytes(number, renameAttribute(value, prefix));
    else return false;
    return true;
  });
}

/** TensorProto. */
export function renameConstant(message: Uint8Array, prefix: string): Uint8Array {
  return renameText(message, 8, prefix);
}

/** ValueInfoProto. */
export function renamePort(message: Uint8Array, prefix: string): Uint8Array {
  return renameText(message, 1, prefix);
}

/** TensorAnnotation: which constants hold the scale of a quantised value. */
export function renameAnnotation(message: Uint8Array, prefix: string): Uint8Array {
  return rewritten(message, ({ number, wireType, value }, target) => {
    if (wireType !== 2) return false;
    if (number === 1) target.string(number, renamed(value, prefix));
    else if (number === 2) target.bytes(number, renameText(value, 2, prefix));
    else return false;
    return true;
  });
}

/** AttributeProto: only inner graphs hold names of values. */
function renameAttribute(message: Uint8Array, prefix: string): Uint8Array {
  let holdsGraph = false;
  visitFields(message, ({ number }) => (holdsGraph ||= number === 6 || number === 11));
  // The lists of a tree ensemble are long; they need not be taken apart.
  if (!holdsGraph) return message;
  return rewritten(message, ({ number, wireType, value }, target) => {
    if (wireType !== 2 || (number !== 6 && number !== 11)) return false;
    target.bytes(number, renameGraph(value, prefix));
    return true;
  });
}

function renameGraph(message: Uint8Array, prefix: string): Uint8Array {
  return rewritten(message, ({ number, wireType, value }, target) => {
    const rename = wireType === 2 ? graphParts[number] : undefined;
    if (rename === undefined) return false;
    target.bytes(number, rename(value, prefix));
    return true;
  });
}

/** GraphProto, by field: nodes, constants, inputs, outputs, inner values, annotations. */
const graphParts: Readonly<Record<number, (message: Uint8Array, prefix: string) => Uint8Array>> = {
  1: renameNode,
  5: renameConstant,
  11: renamePort,
  12: renamePort,
  13: renamePort,
  14: renameAnnotation,
};

function renameText(message: Uint8Array, number: number, prefix: string): Uint8Array {
  return rewritten(message, (field, target) => {
    if (field.number !== number || field.wireType !== 2) return false;
    target.string(number, renamed(field.value, prefix));
    return true;
  });
}

/** A copy in which `write` has written some fields anew: it returns false for those that stay as they are. */
function rewritten(
  message: Uint8Array,
  write: (field: WireField, target: ProtobufMessage) => boolean,
): Uint8Array {
  const target = new ProtobufMessage();
  for (const field of wireFields(message)) if (!write(field, target)) target.raw(field.raw);
  return target.finish();
}

function renamed(name: Uint8Array, prefix: string): string {
  return name.length === 0 ? '' : prefix + text(name);
}
