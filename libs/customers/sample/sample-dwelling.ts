import type { SeededRandom } from '#libs/datasets';
import { between, rounded } from './numbers.js';
import type { SampleValue } from './sample-value.js';

/** Mean of the normalised measure, and how many of the buildings that are known lack it. */
const measures = [
  ['APARTMENTS', 0.115, 0.02],
  ['BASEMENTAREA', 0.09, 0.18],
  ['YEARS_BEGINEXPLUATATION', 0.977, 0],
  ['YEARS_BUILD', 0.752, 0.35],
  ['COMMONAREA', 0.043, 0.4],
  ['ELEVATORS', 0.08, 0.07],
  ['ENTRANCES', 0.15, 0.01],
  ['FLOORSMAX', 0.226, 0],
  ['FLOORSMIN', 0.232, 0.37],
  ['LANDAREA', 0.066, 0.19],
  ['LIVINGAPARTMENTS', 0.1, 0.37],
  ['LIVINGAREA', 0.107, 0.01],
  ['NONLIVINGAPARTMENTS', 0.009, 0.38],
  ['NONLIVINGAREA', 0.028, 0.1],
] as const;
const walls = ['Panel', 'Stone, brick', 'Block', 'Wooden', 'Mixed', 'Monolithic'] as const;
const funds = ['reg oper account', 'reg oper spec account', 'org spec account', 'not specified'] as const;

/** The building that a customer lives in; of half of them nothing is known. */
export function sampleDwelling(random: SeededRandom): Record<string, SampleValue> {
  const known = random.chance(0.51);
  const dwelling: Record<string, SampleValue> = {};
  const size = Math.exp(random.normal(-0.2, 0.5));
  for (const [name, mean, lacking] of measures) {
    const present = known && !random.chance(lacking);
    const spread = Math.min(mean, 1 - mean) / 3;
    const value = mean > 0.5 ? random.normal(mean, spread / 2) : random.normal(mean * size, spread);
    for (const suffix of ['AVG', 'MODE', 'MEDI']) {
      const near = between(0, value * random.normal(1, 0.03), 1);
      dwelling[`${name}_${suffix}`] = present ? rounded(near, 4) : null;
    }
  }
  const unless = (lacking: number, value: SampleValue): SampleValue =>
    known && !random.chance(lacking) ? value : null;
  return {
    ...dwelling,
    FONDKAPREMONT_MODE: unless(0.35, funds[random.weighted([0.76, 0.12, 0.06, 0.06])]!),
    HOUSETYPE_MODE: unless(
      0.01,
      ['block of flats', 'specific housing', 'terraced house'][random.weighted([0.97, 0.02, 0.01])]!,
    ),
    TOTALAREA_MODE: unless(0, rounded(between(0, 0.1 * size, 1), 4)),
    WALLSMATERIAL_MODE: unless(0.02, walls[random.weighted([0.43, 0.42, 0.06, 0.04, 0.03, 0.02])]!),
    EMERGENCYSTATE_MODE: unless(0, random.chance(0.02) ? 'Yes' : 'No'),
  };
}
