import { MlError, type Problem } from '../../errors.js';
import { broken, text } from '../protobuf-reader.js';
import { tensorProblem } from './check-tensor.js';
import { shownName } from './elements.js';
import type { ForeignGraph, ForeignModel, ForeignNode } from './foreign-model.js';
import { nodeProblem, operatorSetProblems } from './permitted-operators.js';
import { readPort } from './read-port.js';
import { integerOf, repeated, single, visitFields, type WireField, wireFields } from './wire.js';

const GRAPH = { node: 1, constant: 5, input: 11, output: 12, sparseConstant: 15 } as const;
const ATTRIBUTE = { tensor: 5, graph: 6, tensors: 10, graphs: 11, reference: 21, sparse: [22, 23] } as const;

/** Inner graphs within inner graphs; converters need two. */
const deepestGraph = 8;
/** More problems than that help nobody. */
const mostProblems = 100;

/**
 * Reads a file of another program and refuses what must never reach a runtime: values outside the file, sizes that the
 * file does not hold, operators of unknown domains, answers by chance. Takes time and memory in proportion to the file.
 *
 * @throws MlError `invalid_model` when the bytes are no ONNX file, `unfit_model` with every problem
 */
export function readForeignModel(file: Uint8Array): ForeignModel {
  const fields = wireFields(file);
  const problems = new Problems();
  const graph = single(fields, 7);
  if (graph === undefined) throw broken('there is no graph: this is no ONNX file');
  const irVersion = Number(integerOf(fields, 1) ?? 0n);
  const operatorSets = operatorSetsOf(fields);
  problems.add(...operatorSetProblems(irVersion, operatorSets));
  if (fields.some(({ number }) => number === 20))
    problems.add({ field: 'file', detail: 'holds a training graph; save the model for inference' });
  if (fields.some(({ number }) => number === 25)) {
    const detail = 'holds functions of its own; inline them (onnx.inliner.inline_local_functions)';
    problems.add({ field: 'file', detail });
  }
  const model: ForeignModel = {
    irVersion,
    operatorSets,
    metadata: metadataOf(fields),
    provenance: fields.filter(({ number }) => number >= 2 && number <= 6),
    graph: readGraph(graph, problems, 1),
  };
  problems.throwIfAny();
  return model;
}

function readGraph(message: Uint8Array, problems: Problems, depth: number): ForeignGraph {
  if (depth > deepestGraph) throw broken(`graphs are nested deeper than ${deepestGraph} levels`);
  const fields = wireFields(message);
  const constants = new Map<string, Uint8Array>();
  for (const tensor of repeated(fields, GRAPH.constant)) {
    const name = nameOf(tensor, 8);
    if (name === '' || constants.has(name)) throw broken('a constant has no name, or the name of another');
    constants.set(name, tensor);
    const detail = tensorProblem(tensor);
    if (detail !== undefined) problems.add({ field: `constants/${shownName(name)}`, detail });
  }
  if (fields.some(({ number }) => number === GRAPH.sparseConstant))
    problems.add({ field: 'constants', detail: 'are sparse; save them densely' });
  const ports = (number: number): ReturnType<typeof readPort>[] => repeated(fields, number).map(readPort);
  return {
    nodes: repeated(fields, GRAPH.node).map((node) => readNode(node, problems, depth)),
    constants,
    inputs: ports(GRAPH.input).filter(({ name }) => !constants.has(name)),
    outputs: ports(GRAPH.output),
    fields,
  };
}

function readNode(message: Uint8Array, problems: Problems, depth: number): ForeignNode {
  const fields = wireFields(message);
  const attributes = new Map<string, Uint8Array>();
  const operator = text(single(fields, 4) ?? new Uint8Array());
  for (const attribute of repeated(fields, 5)) {
    const name = nameOf(attribute, 1);
    if (attributes.has(name)) throw broken('an attribute stands twice at a node');
    attributes.set(name, attribute);
    checkAttribute(attribute, operator, problems, depth);
  }
  const domain = text(single(fields, 7) ?? new Uint8Array());
  const node: ForeignNode = {
    operator,
    domain: domain === 'ai.onnx' ? '' : domain,
    inputs: repeated(fields, 1).map(text),
    outputs: repeated(fields, 2).map(text),
    attributes,
    message,
  };
  const detail = nodeProblem(node);
  if (detail !== undefined) problems.add({ field: `nodes/${shownName(operator)}`, detail });
  return node;
}

function checkAttribute(attribute: Uint8Array, operator: string, problems: Problems, depth: number): void {
  const at = `nodes/${shownName(operator)}`;
  visitFields(attribute, ({ number, wireType, value }) => {
    const isPart = wireType === 2;
    if (isPart && (number === ATTRIBUTE.tensor || number === ATTRIBUTE.tensors)) {
      const detail = tensorProblem(value);
      if (detail !== undefined) problems.add({ field: at, detail: `a constant of it ${detail}` });
    } else if (isPart && (number === ATTRIBUTE.graph || number === ATTRIBUTE.graphs)) {
      readGraph(value, problems, depth + 1);
    } else if (number === ATTRIBUTE.reference) {
      problems.add({ field: at, detail: 'refers to an attribute of a function; there is none' });
    } else if ((ATTRIBUTE.sparse as readonly number[]).includes(number)) {
      problems.add({ field: at, detail: 'has sparse constants; save them densely' });
    }
  });
}

function operatorSetsOf(fields: readonly WireField[]): Map<string, number> {
  const sets = new Map<string, number>();
  for (const message of repeated(fields, 8)) {
    const entry = wireFields(message);
    const domain = text(single(entry, 1) ?? new Uint8Array());
    sets.set(domain === 'ai.onnx' ? '' : domain, Number(integerOf(entry, 2) ?? 0n));
  }
  return sets;
}

function metadataOf(fields: readonly WireField[]): Record<string, string> {
  return Object.fromEntries(
    repeated(fields, 14).map((message) => {
      const entry = wireFields(message);
      return [text(single(entry, 1) ?? new Uint8Array()), text(single(entry, 2) ?? new Uint8Array())];
    }),
  );
}

/** The name that a message carries in the given field; its other fields are only passed over. */
function nameOf(message: Uint8Array, number: number): string {
  let name: Uint8Array | undefined;
  visitFields(message, (field) => {
    if (field.number !== number || field.wireType !== 2) return;
    if (name !== undefined) throw broken('a field stands twice that may stand once');
    name = field.value;
  });
  return name === undefined ? '' : text(name);
}

/** Each problem once, however many nodes have it. */
class Problems {
  private readonly known = new Map<string, Problem>();

  add(...problems: readonly Problem[]): void {
    for (const problem of problems)
      if (this.known.size < mostProblems) this.known.set(`${problem.field} ${problem.detail}`, problem);
  }

  throwIfAny(): void {
    if (this.known.size > 0) throw new MlError('unfit_model', [...this.known.values()]);
  }
}
