import { ProtobufMessage } from './protobuf.js';
import { encodeTensor, type Tensor } from './tensor.js';

/** An attribute's value: the kind is stated because 1 may be an integer or the whole of a list. */
export type Attribute =
  | { readonly integer: number }
  | { readonly integers: readonly number[] | Int32Array }
  | { readonly strings: readonly string[] }
  | { readonly tensor: Tensor };

export interface GraphNode {
  readonly operator: string;
  /** Absent: the default domain, ai.onnx. */
  readonly domain?: 'ai.onnx.ml';
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** AttributeProto.type, mandatory since IR 2. */
const ATTRIBUTE_TYPE = { integer: 2, tensor: 4, integers: 7, strings: 8 } as const;

/** onnx.proto NodeProto. Attributes are sorted by name, so that the caller's order does not reach the bytes. */
export function encodeNode(node: GraphNode): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const input of node.inputs) message.string(1, input);
  for (const output of node.outputs) message.string(2, output);
  message.string(3, node.outputs[0] ?? node.operator).string(4, node.operator);
  const attributes = Object.entries(node.attributes ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, attribute] of attributes) message.message(5, encodeAttribute(name, attribute));
  if (node.domain !== undefined) message.string(7, node.domain);
  return message;
}

function encodeAttribute(name: string, attribute: Attribute): ProtobufMessage {
  const message = new ProtobufMessage().string(1, name);
  if ('integer' in attribute) {
    return message.integer(3, attribute.integer).integer(20, ATTRIBUTE_TYPE.integer);
  }
  if ('integers' in attribute) {
    return message.packedIntegers(8, attribute.integers).integer(20, ATTRIBUTE_TYPE.integers);
  }
  if ('tensor' in attribute) {
    return message.message(5, encodeTensor('', attribute.tensor)).integer(20, ATTRIBUTE_TYPE.tensor);
  }
  for (const string of attribute.strings) message.string(9, string);
  return message.integer(20, ATTRIBUTE_TYPE.strings);
}
