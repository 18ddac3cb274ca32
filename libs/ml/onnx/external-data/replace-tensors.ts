import { visitFields, type WireField } from '../adapt/wire.js';
import { ProtobufMessage } from '../protobuf.js';
import { broken } from '../protobuf-reader.js';

/** The deepest that a file may nest is far less; deeper ones are refused where the file is read. */
const deepestGraph = 16;

/** What stands in the place of a tensor; undefined: it stays as it is. */
export type ReplaceTensor = (tensor: Uint8Array) => Uint8Array | undefined;

/**
 * A model file with some of its tensors replaced: constants of its graph and of inner ones, and those of attributes.
 * All else is copied byte for byte; when nothing is replaced, the file itself is returned.
 *
 * @throws MlError `invalid_model` when the bytes are no ONNX file
 */
export function replaceTensors(file: Uint8Array, replace: ReplaceTensor): Uint8Array {
  return rewritten(file, ({ number, value }) => (number === 7 ? inGraph(value, replace, 1) : undefined));
}

/** GraphProto: nodes and constants. */
function inGraph(graph: Uint8Array, replace: ReplaceTensor, depth: number): Uint8Array {
  if (depth > deepestGraph) throw broken(`graphs are nested deeper than ${deepestGraph} levels`);
  return rewritten(graph, ({ number, value }) => {
    if (number === 5) return replace(value);
    return number === 1 ? inNode(value, replace, depth) : undefined;
  });
}

function inNode(node: Uint8Array, replace: ReplaceTensor, depth: number): Uint8Array {
  return rewritten(node, (field) =>
    field.number === 5
      ? rewritten(field.value, ({ number, value }) => {
          if (number === 5 || number === 10) return replace(value);
          return number === 6 || number === 11 ? inGraph(value, replace, depth + 1) : undefined;
        })
      : undefined,
  );
}

/** Only length-delimited fields are offered to `change`. */
function rewritten(message: Uint8Array, change: (field: WireField) => Uint8Array | undefined): Uint8Array {
  const target = new ProtobufMessage();
  let kept = 0;
  let offset = 0;
  visitFields(message, (field) => {
    const changed = field.wireType === 2 ? change(field) : undefined;
    if (changed !== undefined && changed !== field.value) {
      target.raw(message.subarray(kept, offset)).bytes(field.number, changed);
      kept = offset + field.raw.length;
    }
    offset += field.raw.length;
  });
  return kept === 0 ? message : target.raw(message.subarray(kept)).finish();
}
