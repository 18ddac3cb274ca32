import type { ActionableFeature, FeatureRow, FeatureSchema, FeatureValue } from '#libs/models';
import type { NumberDistribution } from '../reference/distribution.js';
import { dayOfNumber, numberOfValue } from '../reference/feature-numbers.js';
import type { Reference } from '../reference/measure-reference.js';
import type { Changeable, Scale } from './changeable.js';

/** Candidates of a number: its quantiles at these steps. Bisection finds what lies between. */
const quantiles = 20;

/** How the features that may change can change in this row: within the schema's bounds and the policy's limits. */
export function changeableFeatures(
  row: FeatureRow,
  features: readonly FeatureSchema[],
  actionable: readonly ActionableFeature[],
  reference: Reference,
): Changeable[] {
  return actionable
    .map((action) =>
      changeableOf(
        row,
        features.find(({ name }) => name === action.feature)!,
        action,
        reference,
      ),
    )
    .filter(({ candidates }) => candidates.length > 0);
}

function changeableOf(
  row: FeatureRow,
  schema: FeatureSchema,
  action: ActionableFeature,
  { numbers, levels }: Reference,
): Changeable {
  const from = row[schema.name] ?? null;
  const spread = numbers.get(schema.name);
  if (spread) return numberChangeable(from, schema, action, spread);
  const known = schema.categories && new Set(schema.categories);
  const others: FeatureValue[] =
    schema.kind === 'boolean'
      ? [true, false]
      : levels
          .get(schema.name)!
          .levels.map(({ level }) => level)
          .filter((level) => known?.has(level) ?? true);
  return {
    feature: schema.name,
    from,
    candidates: others.filter((value) => value !== from),
    distance: (value) => (value === from ? 0 : 1),
  };
}

function numberChangeable(
  from: FeatureValue,
  schema: FeatureSchema,
  action: ActionableFeature,
  spread: NumberDistribution,
): Changeable {
  const feature = schema.name;
  if (spread.isEmpty) return { feature, from, candidates: [], distance: () => 1 };
  const range = spread.quantile(0.99) - spread.quantile(0.01) || 1;
  const scale = scaleOf(schema, spread, range);
  const now = numberOfValue(from);
  const missing = Number.isNaN(now);
  const lowest = Math.max(schema.minimum ?? -Infinity, action.minimum ?? -Infinity);
  const highest = Math.min(schema.maximum ?? Infinity, action.maximum ?? Infinity);
  const allowed = (value: number): boolean => {
    if (value < lowest || value > highest || value === now) return false;
    if (action.direction === undefined) return true;
    // From nowhere there is no up and no down.
    return action.direction === 'increase' ? value > now : value < now;
  };
  const grid = Array.from({ length: quantiles + 1 }, (_, i) => spread.quantile(i / quantiles));
  // As far as other rows go, the limits themselves can be reached.
  for (const limit of [lowest, highest]) if (limit >= grid[0]! && limit <= grid[quantiles]!) grid.push(limit);
  const values = new Set(grid.map((value) => scale.number(scale.value(value))).filter(allowed));
  return {
    feature,
    from,
    candidates: [...values].sort((a, b) => Math.abs(a - now) - Math.abs(b - now)).map(scale.value),
    distance: (value) => {
      if (missing) return 1;
      const to = scale.number(value);
      const passed = Math.abs(spread.position(to) - spread.position(now));
      return Math.max(passed, Math.min(1, Math.abs(to - now) / range));
    },
    ...(missing ? {} : { scale }),
  };
}

function scaleOf({ kind, integer }: FeatureSchema, spread: NumberDistribution, range: number): Scale {
  if (kind === 'date') return { number: numberOfValue, value: dayOfNumber, tolerance: 1 };
  const whole = integer === true || spread.whole;
  return {
    number: numberOfValue,
    value: (number) => (whole ? Math.round(number) : number),
    tolerance: whole ? 1 : range / 1000,
  };
}
