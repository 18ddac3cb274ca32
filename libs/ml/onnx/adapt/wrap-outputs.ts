import { probabilityName } from '../../pipeline/output-names.js';
import type { Contract } from './contract.js';
import { ELEMENT } from './elements.js';
import type { OutputPlan } from './match-outputs.js';
import type { Wrapping } from './wrapping.js';

/** By so much rounding in float32 may carry a probability beyond 0 or 1; what is further out is no probability. */
const roundingSlack = 1e-6;

/** Leads the foreign answers out under our names, one value per row. */
export function wrapOutputs(
  plan: OutputPlan,
  prefix: string,
  wrapping: Wrapping,
  { task, classes }: Contract,
  threshold: number,
): void {
  const flat = wrapping.constant('row_shape', { type: 'int64', shape: [1], values: [-1] });
  const value = asDouble(plan, prefix, wrapping);
  if (task === 'regression') {
    wrapping.output('after', 'prediction', { operator: 'Reshape', inputs: [value, flat] });
    return;
  }
  const probabilities = withinBounds(value, wrapping);
  const axis = { axis: { integer: 1 } };
  const column = (name: string, place: number): string =>
    wrapping.output('after', name, {
      operator: 'Gather',
      inputs: [probabilities, wrapping.scalar('class_column', 'int64', place)],
      attributes: axis,
    });
  if (task === 'binary') {
    const [place] = plan.columns ?? [];
    if (place !== undefined) column('probability', place);
    else wrapping.output('after', 'probability', { operator: 'Reshape', inputs: [probabilities, flat] });
    addTruth(wrapping, threshold);
    return;
  }
  const places = plan.columns ?? [];
  classes.forEach((name, index) => column(probabilityName(name), places[index]!));
  const order = wrapping.constant('class_order', { type: 'int64', shape: [places.length], values: places });
  const ordered = wrapping.node('after', 'ordered_classes', {
    operator: 'Gather',
    inputs: [probabilities, order],
    attributes: axis,
  });
  // The class of the highest probability, of equals the first: as in the files that we write.
  const best = wrapping.node('after', 'best_class', {
    operator: 'ArgMax',
    inputs: [ordered],
    attributes: { axis: { integer: 1 }, keepdims: { integer: 0 } },
  });
  wrapping.output('after', 'label', {
    operator: 'Gather',
    inputs: [wrapping.texts('class_names', classes), best],
    attributes: { axis: { integer: 0 } },
  });
}

function asDouble({ value, element }: OutputPlan, prefix: string, wrapping: Wrapping): string {
  const name = prefix + value;
  if (element === ELEMENT.double) return name;
  return wrapping.node('after', 'answer', {
    operator: 'Cast',
    inputs: [name],
    attributes: { to: { integer: ELEMENT.double } },
  });
}

/**
 * NaN stays NaN, and logits stay what they are: neither may become a probability unseen. In plain arithmetic, because
 * operator sets below 9, which some converters still declare, have no Where: v - 1·(v - 1) is 1, v - 0·(v - 1) is v.
 */
function withinBounds(value: string, wrapping: Wrapping): string {
  const lowered = moved(value, 1, { beyond: 'Greater', near: 'Less', slack: roundingSlack }, wrapping);
  return moved(lowered, 0, { beyond: 'Less', near: 'Greater', slack: -roundingSlack }, wrapping);
}

/** Values just beyond a bound become the bound. */
function moved(
  value: string,
  bound: 0 | 1,
  { beyond, near, slack }: { readonly beyond: string; readonly near: string; readonly slack: number },
  wrapping: Wrapping,
): string {
  const node = (name: string, operator: string, ...inputs: string[]): string =>
    wrapping.node('after', name, { operator, inputs });
  const limit = wrapping.scalar('bound', 'double', bound);
  const isBeyond = node('beyond', beyond, value, limit);
  const isNear = node('near', near, value, wrapping.scalar('slack', 'double', bound + slack));
  const factor = wrapping.node('after', 'is_moved', {
    operator: 'Cast',
    inputs: [node('just_beyond', 'And', isBeyond, isNear)],
    attributes: { to: { integer: ELEMENT.double } },
  });
  return node(
    'probabilities',
    'Sub',
    value,
    node('step', 'Mul', factor, node('excess', 'Sub', value, limit)),
  );
}

function addTruth(wrapping: Wrapping, threshold: number): void {
  const below = wrapping.node('after', 'below_threshold', {
    operator: 'Less',
    inputs: ['probability', wrapping.scalar('threshold', 'double', threshold)],
  });
  const reached = wrapping.node('after', 'reached', { operator: 'Not', inputs: [below] });
  wrapping.output('after', 'label', {
    operator: 'Cast',
    inputs: [reached],
    attributes: { to: { integer: ELEMENT.int64 } },
  });
}
