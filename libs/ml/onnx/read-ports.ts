import { broken, protobufFields, text, type ProtobufField } from './protobuf-reader.js';

/** The element types of our contract; `other` is any other one, or no tensor at all. */
export type PortType = 'double' | 'float' | 'int64' | 'bool' | 'string' | 'other';

export interface OnnxPort {
  readonly name: string;
  readonly type: PortType;
}

const elementTypes: Readonly<Record<number, PortType>> = {
  1: 'float',
  7: 'int64',
  8: 'string',
  9: 'bool',
  11: 'double',
};

/**
 * What the graph of an ONNX file takes and gives, in the order of the file; constants that old files also list as
 * inputs are left out (onnx.proto, GraphProto).
 *
 * @throws MlError `invalid_model` when the bytes are no ONNX file.
 */
export function readOnnxPorts(file: Uint8Array): {
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
} {
  const graph = nested(protobufFields(file), 7);
  if (!graph) throw broken('there is no graph');
  const constants = new Set(messages(graph, 5).map((bytes) => nameOf(protobufFields(bytes), 8)));
  const ports = (number: number): OnnxPort[] => messages(graph, number).map(portOf);
  return { inputs: ports(11).filter(({ name }) => !constants.has(name)), outputs: ports(12) };
}

/** ValueInfoProto: name, and a TypeProto whose tensor_type names the element type. */
function portOf(bytes: Uint8Array): OnnxPort {
  const fields = protobufFields(bytes);
  const tensor = nested(nested(fields, 2) ?? [], 1) ?? [];
  const type = tensor.findLast(({ number, kind }) => number === 1 && kind === 'integer');
  return {
    name: nameOf(fields, 1),
    type: (type?.kind === 'integer' ? elementTypes[type.value] : undefined) ?? 'other',
  };
}

function messages(fields: readonly ProtobufField[], number: number): Uint8Array[] {
  return fields.flatMap((field) => (field.number === number && field.kind === 'bytes' ? [field.value] : []));
}

function nested(fields: readonly ProtobufField[], number: number): ProtobufField[] | undefined {
  const bytes = messages(fields, number).at(-1);
  return bytes && protobufFields(bytes);
}

function nameOf(fields: readonly ProtobufField[], number: number): string {
  const bytes = messages(fields, number).at(-1);
  return bytes ? text(bytes) : '';
}
