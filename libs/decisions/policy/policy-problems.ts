import { columnOf, type DatasetDefinition } from '#libs/datasets';
import type { DecisionPolicy, ModelDefinition } from '#libs/models';
import type { FieldProblem } from '#libs/platform';

/** What keeps a policy from fitting a model; its parts are well-formed already. */
export function policyProblems(
  { outcomes, actionable }: DecisionPolicy,
  model: ModelDefinition,
  dataset: DatasetDefinition,
  protectedColumns: ReadonlySet<string>,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (new Set(Object.values(outcomes)).size < 3)
    problems.push({ pointer: '/outcomes', detail: 'must be three different names' });
  const named = new Set<string>();
  actionable.forEach(({ feature, direction, minimum, maximum }, index) => {
    const at = (field: string, detail: string): unknown =>
      problems.push({ pointer: `/actionable/${index}/${field}`, detail });
    if (named.has(feature)) at('feature', 'is named twice');
    named.add(feature);
    if (protectedColumns.has(feature))
      at('feature', 'is a protected column, which nobody is asked to change');
    else if (!model.features.includes(feature)) at('feature', `is no feature of ${model.name}`);
    else {
      const { kind } = columnOf(dataset, feature);
      if (direction !== undefined && kind !== 'numeric' && kind !== 'date')
        at('direction', 'is for numbers and days');
      if ((minimum !== undefined || maximum !== undefined) && kind !== 'numeric')
        at(minimum === undefined ? 'maximum' : 'minimum', 'is for numbers');
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum)
      at('minimum', 'must not be above maximum');
  });
  return problems;
}
