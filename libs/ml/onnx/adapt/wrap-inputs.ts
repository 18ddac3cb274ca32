import type { FeatureColumn } from '../../table/table.js';
import { columnElement } from './contract.js';
import type { InputPlan } from './match-inputs.js';
import type { Wrapping } from './wrapping.js';

/**
 * Leads each column into the foreign inputs. Numbers become what the input asks for by rounding to nearest (float) or
 * by cutting (integers); a missing number goes in as NaN, a missing text as ''.
 *
 * Reshape is used for Unsqueeze, whose form changed with operator set 13: the foreign file chooses the set.
 *
 * @returns the columns that are read, in the order of the model
 */
export function wrapInputs(
  plan: InputPlan,
  prefix: string,
  wrapping: Wrapping,
  order: readonly FeatureColumn[],
): readonly FeatureColumn[] {
  const pair = wrapping.constant('column_shape', { type: 'int64', shape: [2], values: [-1, 1] });
  const cast = (feature: FeatureColumn, element: number): string =>
    columnElement(feature) === element
      ? feature.name
      : wrapping.node('before', 'cast_column', {
          operator: 'Cast',
          inputs: [feature.name],
          attributes: { to: { integer: element } },
        });
  if (plan.kind === 'columns') {
    for (const { feature, port, element, rank } of plan.columns) {
      const value = cast(feature, element);
      wrapping.output(
        'before',
        prefix + port.name,
        rank === 1
          ? { operator: 'Identity', inputs: [value] }
          : { operator: 'Reshape', inputs: [value, pair] },
      );
    }
    const read = new Set(plan.columns.map(({ feature }) => feature.name));
    return order.filter(({ name }) => read.has(name));
  }
  const parts = plan.features.map((feature) =>
    wrapping.node('before', 'matrix_column', {
      operator: 'Reshape',
      inputs: [cast(feature, plan.element), pair],
    }),
  );
  wrapping.output('before', prefix + plan.port.name, {
    operator: 'Concat',
    inputs: parts,
    attributes: { axis: { integer: 1 } },
  });
  const read = new Set(plan.features.map(({ name }) => name));
  return order.filter(({ name }) => read.has(name));
}
