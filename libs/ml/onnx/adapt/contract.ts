import type { Task } from '../../estimator.js';
import { outputNames } from '../../pipeline/output-names.js';
import type { FeatureColumn } from '../../table/table.js';
import { ELEMENT } from './elements.js';
import type { ForeignModel, ForeignPort } from './foreign-model.js';

/** What a served graph must look like: which columns it may read, and which answers it owes. */
export interface Contract {
  readonly task: Task;
  readonly features: readonly FeatureColumn[];
  /** Multiclass: those of the rows, in the order of the answers; else empty. */
  readonly classes: readonly string[];
}

/** The element type that rows are handed over in: missing numbers are NaN, which a bool cannot be. */
export function columnElement({ kind, nullable }: FeatureColumn): number {
  if (kind === 'categorical') return ELEMENT.string;
  return kind === 'boolean' && !nullable ? ELEMENT.bool : ELEMENT.double;
}

/** Whether a graph can be served as it stands. */
export function fitsContract({ graph }: ForeignModel, contract: Contract): boolean {
  const known = new Map(contract.features.map((feature) => [feature.name, feature]));
  const answers = outputNames(contract.task, contract.classes);
  const given = new Set(graph.outputs.map(({ name }) => name));
  const isOwed = (name: string): boolean => name !== 'label' || contract.task === 'multiclass';
  return (
    graph.inputs.length > 0 &&
    graph.inputs.every((port) => {
      const feature = known.get(port.name);
      return feature !== undefined && isColumn(port, [columnElement(feature)]);
    }) &&
    answers.every((name) => !isOwed(name) || given.has(name)) &&
    graph.outputs.every((port) => {
      if (!answers.includes(port.name)) return false;
      if (port.name !== 'label') return isColumn(port, [ELEMENT.double, ELEMENT.float]);
      return isColumn(port, contract.task === 'multiclass' ? [ELEMENT.string] : [ELEMENT.int64]);
    })
  );
}

/** One value per row, of as many rows as one likes. */
function isColumn({ type }: ForeignPort, elements: readonly number[]): boolean {
  return (
    type.kind === 'tensor' &&
    elements.includes(type.element) &&
    type.shape?.length === 1 &&
    type.shape[0] === undefined
  );
}
