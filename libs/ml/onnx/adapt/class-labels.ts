import { text } from '../protobuf-reader.js';
import { ELEMENT } from './elements.js';
import type { ForeignGraph, ForeignNode } from './foreign-model.js';
import { integersOf, visitFields } from './wire.js';

/** The classes of a graph's probabilities, in the order of their columns. */
export interface ClassLabels {
  readonly names: readonly string[];
  /** They were numbers in the file. */
  readonly areNumbers: boolean;
}

/** Nodes that hand their first input on, as far as class labels are concerned. */
const PASSING: ReadonlySet<string> = new Set([
  'Cast',
  'Clip',
  'Flatten',
  'Identity',
  'Normalizer',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
]);
const LABELS = {
  strings: ['classlabels_strings', 'classlabels_string'],
  integers: ['classlabels_int64s', 'classlabels_ints'],
};

/** A label is picked from a list of all labels, by position. */
const PICKING: ReadonlySet<string> = new Set(['ArrayFeatureExtractor', 'Gather']);

/** Of a node of the ML domain that knows its classes: classifiers and ZipMap. */
export function labelsOfNode({ attributes }: ForeignNode): ClassLabels | undefined {
  for (const name of LABELS.strings) {
    const names = textsOf(attributes.get(name));
    if (names.length > 0) return { names, areNumbers: false };
  }
  for (const name of LABELS.integers) {
    const names = numbersOf(attributes.get(name));
    if (names.length > 0) return { names, areNumbers: true };
  }
  return undefined;
}

/** Follows an output back to the node that knows the classes. Undefined: none does. */
export function labelsBehind(graph: ForeignGraph, output: string): ClassLabels | undefined {
  const makers = makersOf(graph);
  let value = output;
  for (let step = 0; step < graph.nodes.length; step += 1) {
    const node = makers.get(value);
    if (node === undefined) return undefined;
    const labels = labelsOfNode(node);
    if (labels) return labels;
    const [first] = node.inputs;
    if (PICKING.has(node.operator)) return constantLabels(graph.constants.get(first ?? ''));
    if (!PASSING.has(node.operator) || first === undefined) return undefined;
    value = first;
  }
  return undefined;
}

export function makersOf(graph: ForeignGraph): ReadonlyMap<string, ForeignNode> {
  return new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
}

function textsOf(attribute: Uint8Array | undefined): string[] {
  const texts: string[] = [];
  if (attribute)
    visitFields(attribute, ({ number, wireType, value }) => {
      if (number === 9 && wireType === 2) texts.push(text(value));
    });
  return texts;
}

function numbersOf(attribute: Uint8Array | undefined): string[] {
  const numbers: string[] = [];
  if (attribute)
    visitFields(attribute, (field) => {
      if (field.number === 8) numbers.push(...integersOf(field).map(String));
    });
  return numbers;
}

/** TensorProto of int64, int32 or string. */
function constantLabels(tensor: Uint8Array | undefined): ClassLabels | undefined {
  if (tensor === undefined) return undefined;
  let element = 0;
  const texts: string[] = [];
  const numbers: string[] = [];
  let raw: Uint8Array = new Uint8Array();
  visitFields(tensor, (field) => {
    if (field.number === 2) element = Number(integersOf(field)[0]);
    else if (field.number === 6) texts.push(text(field.value));
    else if (field.number === 5 || field.number === 7) numbers.push(...integersOf(field).map(String));
    else if (field.number === 9) raw = field.value;
  });
  if (element === ELEMENT.string) return { names: texts, areNumbers: false };
  if (element !== ELEMENT.int64 && element !== ELEMENT.int32) return undefined;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const size = element === ELEMENT.int64 ? 8 : 4;
  for (let at = 0; at + size <= raw.length; at += size)
    numbers.push(String(size === 8 ? view.getBigInt64(at, true) : view.getInt32(at, true)));
  return { names: numbers, areNumbers: true };
}
