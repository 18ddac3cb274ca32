import type { Task } from '../../estimator.js';
import { ProtobufMessage } from '../protobuf.js';
import type { FeatureColumn } from '../../table/table.js';
import { columnElement } from './contract.js';
import { ELEMENT } from './elements.js';
import type { ForeignModel, ForeignNode } from './foreign-model.js';
import { renameAnnotation, renameConstant, renameNode, renamePort } from './rename-values.js';
import type { Wrapping } from './wrapping.js';

/** From 4 on constants are no inputs; 8 is what the files that we write have. */
const LEAST_IR_VERSION = 8;
/** Imported when the foreign file names no version of the default domain, which the wrapping nodes are of. */
const DEFAULT_OPERATOR_SET = 17;

export interface AdaptedParts {
  readonly prefix: string;
  readonly features: readonly FeatureColumn[];
  readonly task: Task;
  readonly answers: readonly string[];
  readonly zipMap: ForeignNode | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** ModelProto: the foreign file with its graph inside ours. */
export function encodeAdapted(model: ForeignModel, wrapping: Wrapping, parts: AdaptedParts): Uint8Array {
  const file = new ProtobufMessage().integer(1, Math.max(LEAST_IR_VERSION, model.irVersion));
  for (const { raw } of model.provenance) file.raw(raw);
  file.message(7, encodeGraph(model, wrapping, parts));
  const operatorSets = new Map([['', DEFAULT_OPERATOR_SET], ...model.operatorSets]);
  for (const [domain, version] of [...operatorSets].sort(byKey))
    // Other domains have no node in the graph.
    if (domain === '' || domain === 'ai.onnx.ml')
      file.message(8, new ProtobufMessage().string(1, domain).integer(2, version));
  for (const [key, value] of Object.entries(parts.metadata).sort(byKey))
    file.message(14, new ProtobufMessage().string(1, key).string(2, value));
  return file.finish();
}

function encodeGraph(
  { graph }: ForeignModel,
  wrapping: Wrapping,
  { prefix, features, task, answers, zipMap }: AdaptedParts,
): ProtobufMessage {
  const message = new ProtobufMessage();
  const copy = (number: number, rename: (part: Uint8Array, prefix: string) => Uint8Array): void => {
    for (const field of graph.fields)
      if (field.number === number) message.bytes(number, rename(field.value, prefix));
  };
  for (const node of wrapping.before) message.message(1, node);
  for (const node of graph.nodes) if (node !== zipMap) message.bytes(1, renameNode(node.message, prefix));
  for (const node of wrapping.after) message.message(1, node);
  // The name and the text of the graph.
  for (const { number, raw } of graph.fields) if (number === 2 || number === 10) message.raw(raw);
  copy(5, renameConstant);
  for (const constant of wrapping.constants) message.message(5, constant);
  for (const feature of features) message.message(11, port(feature.name, columnElement(feature)));
  for (const name of answers) message.message(12, port(name, answerElement(name, task)));
  copy(13, renamePort);
  copy(14, renameAnnotation);
  return message;
}

function answerElement(name: string, task: Task): number {
  if (name !== 'label') return ELEMENT.double;
  return task === 'multiclass' ? ELEMENT.string : ELEMENT.int64;
}

/** ValueInfoProto of shape ["N"]. */
function port(name: string, element: number): ProtobufMessage {
  const dimension = new ProtobufMessage().string(2, 'N');
  const shape = new ProtobufMessage().message(1, dimension);
  const tensor = new ProtobufMessage().integer(1, element).message(2, shape);
  return new ProtobufMessage().string(1, name).message(2, new ProtobufMessage().message(1, tensor));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
