import type { Graph, GraphPort } from './graph.js';
import { encodeNode } from './node.js';
import { ProtobufMessage } from './protobuf.js';
import { ELEMENT_TYPE, encodeTensor } from './tensor.js';

/** The oldest triple that has everything the graphs need, so that old hosts load the file. */
const IR_VERSION = 8;
const OPERATOR_SETS = [
  ['', 17],
  ['ai.onnx.ml', 3],
] as const;

/**
 * The bytes of an ONNX file (onnx.proto ModelProto). Equal graphs and metadata give equal bytes: fields stand in
 * a fixed order, metadata is sorted by key, and no time stamp is written.
 */
export function encodeModel(
  name: string,
  graph: Graph,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const model = new ProtobufMessage()
    .integer(1, IR_VERSION)
    .string(2, 'veridict')
    .message(7, encodeGraph(name, graph));
  for (const [domain, version] of OPERATOR_SETS) {
    model.message(8, new ProtobufMessage().string(1, domain).integer(2, version));
  }
  const entries = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of entries) {
    model.message(14, new ProtobufMessage().string(1, key).string(2, value));
  }
  return model.finish();
}

function encodeGraph(name: string, graph: Graph): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const node of graph.nodes) message.message(1, encodeNode(node));
  message.string(2, name);
  for (const constant of graph.constants) message.message(5, encodeTensor(constant.name, constant.tensor));
  for (const input of graph.inputs) message.message(11, encodePort(input));
  for (const output of graph.outputs) message.message(12, encodePort(output));
  return message;
}

/** ValueInfoProto of shape ["N"]: Python's checker refuses ports without type and shape. */
function encodePort({ name, type }: GraphPort): ProtobufMessage {
  const dimension = new ProtobufMessage().string(2, 'N');
  const shape = new ProtobufMessage().message(1, dimension);
  const tensorType = new ProtobufMessage().integer(1, ELEMENT_TYPE[type]).message(2, shape);
  return new ProtobufMessage().string(1, name).message(2, new ProtobufMessage().message(1, tensorType));
}
