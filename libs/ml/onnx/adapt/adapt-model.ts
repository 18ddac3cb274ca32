import { MlError } from '../../errors.js';
import { outputNames } from '../../pipeline/output-names.js';
import type { FeatureColumn } from '../../table/table.js';
import { type Contract, fitsContract } from './contract.js';
import { ELEMENT } from './elements.js';
import { encodeAdapted } from './encode-adapted.js';
import type { ForeignModel } from './foreign-model.js';
import { matchInputs, type InputPlan } from './match-inputs.js';
import { matchOutputs } from './match-outputs.js';
import { readForeignModel } from './read-foreign-model.js';
import { wrapInputs } from './wrap-inputs.js';
import { wrapOutputs } from './wrap-outputs.js';
import { Wrapping } from './wrapping.js';

export interface AdaptOptions extends Contract {
  /** Written into the file when it is adapted. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Binary: from which probability on the label is 1; undefined: what the file says, else 0.5. */
  readonly threshold: number | undefined;
}

export interface AdaptedModel {
  readonly onnx: Uint8Array;
  /** The file fitted as it was, and was not touched. */
  readonly kept: boolean;
  /** The columns that it reads, in the order of the model. */
  readonly features: readonly FeatureColumn[];
  /** Binary; else null. */
  readonly threshold: number | null;
  /** Where the threshold came from; null where there is none. */
  readonly thresholdFrom: 'caller' | 'file' | 'default' | null;
  /** Numbers of these columns are cut to whole ones on their way in. */
  readonly wholeNumbers: readonly string[];
  /** What was assumed, for the model card. */
  readonly notes: readonly string[];
}

/**
 * Leads the ONNX file of another program to the contract that all served files keep: one input of rank 1 per column,
 * named as the column; outputs of rank 1 named `prediction`, or `probability` and `label`, or `label` and one
 * `probability_<class>` each. The foreign graph stays whole inside, under names with a prefix; nodes are put before and
 * behind it. Equal files and options give equal bytes. A file that keeps the contract already is returned as it is.
 *
 * @throws MlError `invalid_model` when the bytes are no ONNX file, `unfit_model` with every problem of the file, each
 *   naming the input, the output or the node and saying what would be right
 */
export function adaptModel(file: Uint8Array, options: AdaptOptions): AdaptedModel {
  const model = readForeignModel(file);
  const { threshold, from } = thresholdOf(model, options);
  const facts = { threshold, thresholdFrom: from };
  if (fitsContract(model, options)) {
    const read = new Set(model.graph.inputs.map(({ name }) => name));
    const features = options.features.filter(({ name }) => read.has(name));
    return { onnx: file, kept: true, features, wholeNumbers: [], notes: [], ...facts };
  }
  const inputs = matchInputs(model, options);
  const outputs = matchOutputs(model, options);
  const problems = [...problemsOf(inputs), ...problemsOf(outputs)];
  if (problems.length > 0) throw new MlError('unfit_model', problems);
  if (!('kind' in inputs) || !('value' in outputs)) throw new Error('A match is neither plan nor problems');

  const answers = outputNames(options.task, options.classes);
  const taken = new Set([...options.features.map(({ name }) => name), ...answers]);
  const prefix = freePrefix(taken);
  const wrapping = new Wrapping(taken);
  const features = wrapInputs(inputs, prefix, wrapping, options.features);
  wrapOutputs(outputs, prefix, wrapping, options, threshold ?? 0);
  return {
    onnx: encodeAdapted(model, wrapping, {
      prefix,
      features,
      task: options.task,
      answers,
      zipMap: outputs.zipMap,
      metadata: adaptedMetadata(model, options, threshold),
    }),
    kept: false,
    features,
    wholeNumbers: wholeNumbersOf(inputs),
    notes: outputs.notes,
    ...facts,
  };
}

function problemsOf(match: object): readonly { readonly field: string; readonly detail: string }[] {
  return Array.isArray(match) ? (match as { field: string; detail: string }[]) : [];
}

function thresholdOf(
  { metadata }: ForeignModel,
  { task, threshold }: AdaptOptions,
): { readonly threshold: number | null; readonly from: AdaptedModel['thresholdFrom'] } {
  if (task !== 'binary') return { threshold: null, from: null };
  if (threshold !== undefined) return { threshold, from: 'caller' };
  const own = Object.hasOwn(metadata, 'threshold') ? Number(metadata['threshold'] || NaN) : NaN;
  return own >= 0 && own <= 1 ? { threshold: own, from: 'file' } : { threshold: 0.5, from: 'default' };
}

/** No name of ours may begin with it: names with it are the foreign graph's. */
function freePrefix(taken: ReadonlySet<string>): string {
  let prefix = 'imported/';
  while ([...taken].some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
  return prefix;
}

function wholeNumbersOf(plan: InputPlan): readonly string[] {
  if (plan.kind === 'matrix') return [];
  const isWhole = (element: number): boolean => element === ELEMENT.int64 || element === ELEMENT.int32;
  return plan.columns
    .filter(({ feature, element }) => feature.kind === 'numeric' && isWhole(element))
    .map(({ feature }) => feature.name);
}

/** The file's own facts stay, but none that says of the adapted graph what only we may say. */
function adaptedMetadata(
  model: ForeignModel,
  { task, metadata }: AdaptOptions,
  threshold: number | null,
): Record<string, string> {
  const { explainer: _explainer, threshold: _threshold, ...own } = model.metadata;
  return {
    ...own,
    ...metadata,
    algorithm: 'imported',
    task,
    ...(threshold === null ? {} : { threshold: String(threshold) }),
  };
}
