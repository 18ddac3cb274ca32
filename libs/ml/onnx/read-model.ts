import type { Attribute, GraphNode } from './node.js';
import { broken, packedIntegers, protobufFields, text, type ProtobufField } from './protobuf-reader.js';
import { readTensor, type NamedTensor } from './read-tensor.js';

/** What a file of `encodeModel` says, as far as the families need it to be themselves again. */
export interface OnnxModel {
  /** In the order of the file, which is an order of computation. */
  readonly nodes: readonly GraphNode[];
  readonly constants: ReadonlyMap<string, NamedTensor['tensor']>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The inverse of `encodeModel`. Attributes and constants of kinds that we do not write are left out.
 *
 * @throws MlError `invalid_model` when the bytes are no ONNX file.
 */
export function readModel(file: Uint8Array): OnnxModel {
  const model = protobufFields(file);
  const graphs = parts(model, 7);
  if (graphs.length !== 1 || graphs[0] === undefined) throw broken('there is no graph');
  const graph = protobufFields(graphs[0]);
  const constants = parts(graph, 5).flatMap((bytes) => readTensor(bytes) ?? []);
  return {
    nodes: parts(graph, 1).map(readNode),
    constants: new Map(constants.map(({ name, tensor }) => [name, tensor])),
    metadata: Object.fromEntries(
      parts(model, 14).map((bytes) => {
        const entry = protobufFields(bytes);
        return [textOf(entry, 1), textOf(entry, 2)];
      }),
    ),
  };
}

function readNode(bytes: Uint8Array): GraphNode {
  const fields = protobufFields(bytes);
  const attributes = parts(fields, 5).flatMap((attribute) => readAttribute(attribute));
  return {
    operator: textOf(fields, 4),
    ...(textOf(fields, 7) === 'ai.onnx.ml' && { domain: 'ai.onnx.ml' }),
    inputs: parts(fields, 1).map(text),
    outputs: parts(fields, 2).map(text),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  };
}

function readAttribute(bytes: Uint8Array): [string, Attribute][] {
  const fields = protobufFields(bytes);
  const value = readValue(fields);
  return value === undefined ? [] : [[textOf(fields, 1), value]];
}

/** AttributeProto: `type` says in which field the value is. */
function readValue(fields: readonly ProtobufField[]): Attribute | undefined {
  switch (integerOf(fields, 20)) {
    case 2:
      return { integer: integerOf(fields, 3) ?? 0 };
    case 4: {
      const tensor = parts(fields, 5).flatMap((bytes) => readTensor(bytes) ?? [])[0]?.tensor;
      return tensor === undefined ? undefined : { tensor };
    }
    case 7:
      // Packed or not: both forms are in use.
      return {
        integers: fields.flatMap((field) => {
          if (field.number !== 8) return [];
          return field.kind === 'integer' ? [field.value] : packedIntegers(field.value);
        }),
      };
    case 8:
      return { strings: parts(fields, 9).map(text) };
    default:
      return undefined;
  }
}

function parts(fields: readonly ProtobufField[], number: number): Uint8Array[] {
  return fields.flatMap((field) => (field.number === number && field.kind === 'bytes' ? [field.value] : []));
}

function textOf(fields: readonly ProtobufField[], number: number): string {
  const bytes = parts(fields, number).at(-1);
  return bytes === undefined ? '' : text(bytes);
}

function integerOf(fields: readonly ProtobufField[], number: number): number | undefined {
  const field = fields.findLast((candidate) => candidate.number === number && candidate.kind === 'integer');
  return field?.kind === 'integer' ? field.value : undefined;
}
