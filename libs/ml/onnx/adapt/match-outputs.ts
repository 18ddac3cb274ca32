import type { Problem } from '../../errors.js';
import { matchClasses } from './match-classes.js';
import { labelsBehind, labelsOfNode, makersOf, type ClassLabels } from './class-labels.js';
import type { Contract } from './contract.js';
import { ELEMENT, elementName, shownName } from './elements.js';
import type { ForeignGraph, ForeignModel, ForeignNode, ForeignPort } from './foreign-model.js';
import { listOf } from './metadata-lists.js';

/** Where the answers are found in the foreign graph. */
export interface OutputPlan {
  /** The value that holds them, by its foreign name. */
  readonly value: string;
  readonly element: number;
  /**
   * The column of each answer: of class 1 (binary), of each class in our order (multiclass). Undefined: the value is
   * the answer, one per row.
   */
  readonly columns: readonly number[] | undefined;
  /** Makes a list of maps, which no host of ours can read; its input is taken instead. */
  readonly zipMap: ForeignNode | undefined;
  /** For the model card. */
  readonly notes: readonly string[];
}

const AMOUNTS: readonly string[] = ['prediction', 'predictions', 'variable', 'output', 'y'];
const PROBABILITIES: readonly string[] = ['probabilities', 'output_probability', 'probability'];

/** Finds the answers among the outputs, or says for each output what would be right. */
export function matchOutputs(model: ForeignModel, contract: Contract): OutputPlan | readonly Problem[] {
  if (model.graph.outputs.length === 0) return [{ field: 'outputs', detail: 'are none' }];
  return contract.task === 'regression' ? matchAmount(model.graph) : matchProbabilities(model, contract);
}

function matchAmount({ outputs }: ForeignGraph): OutputPlan | readonly Problem[] {
  const isLabel = ({ type }: ForeignPort): boolean => type.kind !== 'tensor' || !isFloating(type.element);
  const port = onlyOne(
    outputs.filter((candidate) => !isLabel(candidate)),
    AMOUNTS,
  );
  if (port === undefined) {
    const detail = `are ${shownOutputs(outputs)}; expected is one of float or double that holds the amount`;
    return [{ field: 'outputs', detail }];
  }
  if (outputs.some(isLabel)) {
    const detail = `are those of a classifier (${shownOutputs(outputs)}); the model answers amounts`;
    return [{ field: 'outputs', detail }];
  }
  return {
    value: port.name,
    element: elementOf(port),
    columns: undefined,
    zipMap: undefined,
    notes: [],
  };
}

function matchProbabilities(model: ForeignModel, contract: Contract): OutputPlan | readonly Problem[] {
  const { graph } = model;
  const lists = graph.outputs.filter(({ type }) => type.kind === 'sequence');
  const [list] = lists;
  if (list && lists.length === 1) return matchZipMap(graph, list, contract);
  const port = onlyOne(
    graph.outputs.filter(({ type }) => type.kind === 'tensor' && isFloating(type.element)),
    PROBABILITIES,
  );
  if (port === undefined) {
    const detail = `are ${shownOutputs(graph.outputs)}; expected is one of float or double that holds the probabilities of the classes`;
    return [{ field: 'outputs', detail }];
  }
  const width = port.type.kind === 'tensor' ? port.type.shape?.[1] : undefined;
  const rank = port.type.kind === 'tensor' ? port.type.shape?.length : undefined;
  const single = rank === 1 || width === 1;
  const field = `outputs/${shownName(port.name)}`;
  if (single && contract.task === 'multiclass') {
    const detail = `holds one number per row; expected is the probability of each class: ${contract.classes.join(', ')}`;
    return [{ field, detail }];
  }
  if (single) {
    const notes = [`Its output ${shownName(port.name)} is taken as the probability of class 1.`];
    return { value: port.name, element: elementOf(port), columns: undefined, zipMap: undefined, notes };
  }
  const labels = labelsOf(model, port);
  const matched = matchClasses(labels, width, contract);
  if ('detail' in matched) return [{ field, detail: matched.detail }];
  return { value: port.name, element: elementOf(port), zipMap: undefined, ...matched };
}

function matchZipMap(
  graph: ForeignGraph,
  list: ForeignPort,
  contract: Contract,
): OutputPlan | readonly Problem[] {
  const field = `outputs/${shownName(list.name)}`;
  const node = makersOf(graph).get(list.name);
  const source = node?.inputs[0];
  if (node?.operator !== 'ZipMap' || source === undefined) {
    const detail = 'is a list that no ZipMap makes; export the probabilities as one tensor (zipmap=False)';
    return [{ field, detail }];
  }
  const matched = matchClasses(labelsOfNode(node), undefined, contract);
  if ('detail' in matched) return [{ field, detail: matched.detail }];
  // ZipMap takes floats only.
  return { value: source, element: ELEMENT.float, zipMap: node, ...matched };
}

/** By the file's own list, by the label beside the probabilities, or by the node that makes them. */
function labelsOf({ graph, metadata }: ForeignModel, probabilities: ForeignPort): ClassLabels | undefined {
  const listed = listOf(metadata, 'classes');
  if (listed) return { names: listed, areNumbers: false };
  const beside = graph.outputs.filter(
    ({ name, type }) => name !== probabilities.name && type.kind === 'tensor' && !isFloating(type.element),
  );
  for (const { name } of [...beside, probabilities]) {
    const labels = labelsBehind(graph, name);
    if (labels) return labels;
  }
  return undefined;
}

function onlyOne(ports: readonly ForeignPort[], names: readonly string[]): ForeignPort | undefined {
  if (ports.length === 1) return ports[0];
  const named = ports.filter(({ name }) => names.includes(name));
  return named.length === 1 ? named[0] : undefined;
}

function isFloating(element: number): boolean {
  return element === ELEMENT.float || element === ELEMENT.double;
}

function elementOf({ type }: ForeignPort): number {
  return type.kind === 'tensor' ? type.element : 0;
}

function shownOutputs(outputs: readonly ForeignPort[]): string {
  const shown = outputs.slice(0, 10).map(({ name, type }) => {
    const kind = type.kind === 'tensor' ? elementName(type.element) : type.kind;
    return `${shownName(name)} (${kind})`;
  });
  return shown.join(', ') + (outputs.length > 10 ? ', ...' : '');
}
