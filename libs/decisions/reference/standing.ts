import type { FeatureRow, FeatureSchema } from '#libs/models';
import type { DistributionBinDto, FeatureStandingDto, StandingDto } from '../dto/standing.dto.js';
import { type Bin, fewestRowsShown, type NumberDistribution } from './distribution.js';
import { dayOfNumber, numberOfValue } from './feature-numbers.js';
import type { Reference } from './measure-reference.js';

/** Where a row stands among the others. */
export function standingOf(
  reference: Reference,
  probability: number,
  row: FeatureRow,
  features: readonly FeatureSchema[],
): StandingDto {
  const { rows, sampled, measuredAt, probabilities } = reference;
  return {
    rows,
    sampled,
    measured_at: measuredAt.toISOString(),
    percentile: 100 * probabilities.position(probability),
    bin: Math.max(0, probabilities.binOf(probability)),
    bins: probabilities.bins.map((bin) => ({ ...bin })),
    features: features.map((feature) => featureStanding(reference, row, feature)),
  };
}

function featureStanding(
  { numbers, levels }: Reference,
  row: FeatureRow,
  { name, kind }: FeatureSchema,
): FeatureStandingDto {
  const value = row[name] ?? null;
  const spread = numbers.get(name);
  if (spread) return numberStanding(name, spread, numberOfValue(value), kind === 'date');
  const counted = levels.get(name)!;
  const bin = value === null ? -1 : counted.binOf(value);
  return {
    feature: name,
    percentile: null,
    bin: bin === -1 ? null : bin,
    levels: counted.levels.map((level) => ({ ...level })),
    other_rows: counted.otherRows,
    missing_rows: shown(counted.missingRows),
  };
}

function numberStanding(
  feature: string,
  spread: NumberDistribution,
  value: number,
  isDay: boolean,
): FeatureStandingDto {
  const missing = Number.isNaN(value) || spread.isEmpty;
  return {
    feature,
    percentile: missing ? null : 100 * spread.position(value),
    bin: missing ? null : spread.binOf(value),
    bins: spread.bins.map((bin) => (isDay ? daysOf(bin) : { ...bin })),
    other_rows: 0,
    missing_rows: shown(spread.missingRows),
  };
}

function daysOf({ from, to, rows }: Bin): DistributionBinDto {
  return {
    from: from === null ? null : dayOfNumber(from),
    to: to === null ? null : dayOfNumber(to),
    rows,
  };
}

const shown = (rows: number): number | null => (rows < fewestRowsShown ? null : rows);
