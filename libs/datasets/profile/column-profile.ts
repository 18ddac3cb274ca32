import type { EntityManager } from 'typeorm';
import {
  AssociationMeasure,
  type AloneDto,
  type AssociationDto,
  type ColumnProfileDto,
  type DayFiguresDto,
  type LevelFiguresDto,
  type NumberFiguresDto,
  ProfileTask,
} from '../dto/dataset-profile.dto.js';
import { alone, categoryAssociation } from './association.js';
import { type Binning, readAuc, readContingency, readEtaSquared, readValues } from './contingency.js';
import {
  binFractions,
  fewestRowsShown,
  type LevelCounts,
  type Moments,
  mostValuesAsBins,
  type NumberDistribution,
  readCount,
  readDistribution,
  readHistogram,
  readLevels,
} from './figures.js';
import { joinedBins } from './histogram.js';
import type { SampledColumn } from './sample.js';
import type { ProfiledTarget } from './target.js';

/** What is known of a column, for the answer and for the warnings. */
export interface ColumnFigures {
  readonly sampled: SampledColumn;
  readonly moments: Moments;
  readonly distinct: number;
  readonly distribution?: NumberDistribution;
  readonly numbers: NumberFiguresDto | null;
  readonly days: DayFiguresDto | null;
  readonly counted?: LevelCounts;
  readonly association: AssociationDto | null;
  readonly alone: AloneDto | null;
  /** The share of the rows with a value that hold the most frequent one; of numbers 0 where it is not large. */
  readonly largestShare: number;
}

const shownQuantiles = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
/** A value that nearly all rows hold is both, wherever it stands among the others. */
const outerQuantiles = [0.02, 0.98];
const histogramBins = 20;
const shownLevels = 20;

export function readColumn(
  manager: EntityManager,
  sampled: SampledColumn,
  moments: Moments,
  target: ProfiledTarget | undefined,
): Promise<ColumnFigures> {
  const compared = target?.column.name === sampled.column.name ? undefined : target;
  return sampled.isNumber
    ? readNumber(manager, sampled, moments, compared)
    : readCategories(manager, sampled, moments, compared);
}

async function readNumber(
  manager: EntityManager,
  sampled: SampledColumn,
  moments: Moments,
  target: ProfiledTarget | undefined,
): Promise<ColumnFigures> {
  const { count } = moments;
  if (count === 0) return unseen(sampled, moments);
  const extreme = (fewestRowsShown - 0.5) / count;
  const shown = shownQuantiles.map((fraction) => Math.min(Math.max(fraction, extreme), 1 - extreme));
  const bins = binFractions(count);
  const isShown = count >= 2 * fewestRowsShown;
  const fractions = [...outerQuantiles, ...bins, ...(isShown ? [extreme, ...shown, 1 - extreme] : [])];
  const distribution = await readDistribution(manager, sampled, moments, fractions);
  const {
    quantiles: [low, high],
    distinct,
  } = distribution;
  const figures = isShown ? distribution.quantiles.slice(2 + bins.length) : [];
  const edges: readonly [number, number] | undefined = isShown ? [figures[0]!, figures.at(-1)!] : undefined;
  const histogram = edges
    ? joinedBins(
        edges,
        edges[0] === edges[1] ? [count] : await readHistogram(manager, sampled, edges, histogramBins),
      )
    : [];
  const isDay = sampled.column.kind === 'date';
  const limits = [...new Set(distribution.quantiles.slice(2, 2 + bins.length))];
  const binning: Binning =
    distinct <= mostValuesAsBins
      ? { by: 'values', values: await readValues(manager, sampled) }
      : { by: 'limits', limits };
  return {
    sampled,
    moments,
    distinct,
    distribution,
    numbers: isDay ? null : numberFigures(moments, figures, histogram),
    days: isDay ? dayFigures(moments, figures, histogram) : null,
    association: target ? await numberAssociation(manager, sampled, moments, target) : null,
    alone: target ? alone(await readContingency(manager, sampled, binning, target), target) : null,
    largestShare: low === high ? (await readCount(manager, sampled, low!)) / count : 0,
  };
}

/** A column without a value. */
const unseen = (sampled: SampledColumn, moments: Moments): ColumnFigures => ({
  ...{ sampled, moments, distinct: 0, largestShare: 0, association: null, alone: null },
  numbers: sampled.column.kind === 'date' ? null : numberFigures(moments, [], []),
  days: sampled.column.kind === 'date' ? dayFigures(moments, [], []) : null,
});

async function numberAssociation(
  manager: EntityManager,
  sampled: SampledColumn,
  { pearson }: Moments,
  { task, positiveClass }: ProfiledTarget,
): Promise<AssociationDto> {
  switch (task) {
    case ProfileTask.Regression:
      return { measure: AssociationMeasure.Pearson, value: pearson ?? null };
    case ProfileTask.Binary: {
      const value = positiveClass === null ? null : await readAuc(manager, sampled, positiveClass);
      return { measure: AssociationMeasure.Auc, value };
    }
    case ProfileTask.Multiclass:
      return { measure: AssociationMeasure.EtaSquared, value: await readEtaSquared(manager, sampled) };
  }
}

async function readCategories(
  manager: EntityManager,
  sampled: SampledColumn,
  moments: Moments,
  target: ProfiledTarget | undefined,
): Promise<ColumnFigures> {
  const counted = await readLevels(manager, sampled);
  const levels = counted.levels.map(({ value }) => value);
  const cells = target ? await readContingency(manager, sampled, { by: 'levels', levels }, target) : [];
  return {
    sampled,
    moments,
    distinct: counted.distinct,
    counted,
    numbers: null,
    days: null,
    association: target && moments.count > 0 ? categoryAssociation(cells, target) : null,
    alone: target ? alone(cells, target) : null,
    largestShare: moments.count === 0 ? 0 : counted.levels[0]!.count / moments.count,
  };
}

/** @param figures the 5th smallest value, the quantiles, the 5th largest; empty where the rows are too few */
function numberFigures(
  { mean, deviation }: Moments,
  figures: readonly number[],
  histogram: NumberFiguresDto['histogram'],
): NumberFiguresDto {
  const isShown = figures.length > 0;
  const [
    minimum = null,
    p01 = null,
    p05 = null,
    p25 = null,
    p50 = null,
    p75 = null,
    p95 = null,
    p99 = null,
    maximum = null,
  ] = figures;
  return {
    mean: isShown ? finite(mean) : null,
    standard_deviation: isShown ? finite(deviation) : null,
    ...{ minimum, p01, p05, p25, p50, p75, p95, p99, maximum, histogram },
  };
}

function dayFigures(
  { deviation }: Moments,
  figures: readonly number[],
  bins: NumberFiguresDto['histogram'],
): DayFiguresDto {
  const [minimum = null, , p05 = null, p25 = null, p50 = null, p75 = null, p95 = null, , maximum = null] =
    figures.map(dayOf);
  return {
    ...{ minimum, p05, p25, p50, p75, p95, maximum },
    standard_deviation_days: figures.length > 0 ? finite(deviation) : null,
    histogram: bins.map(({ from, to, count }) => ({ from: dayOf(from), to: dayOf(to), count })),
  };
}

const finite = (value: number | null | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Days that JavaScript's calendar does not reach are told as the last that it does. */
export function dayOf(days: number): string {
  const reached = Math.min(Math.max(Math.floor(days), -1e8), 1e8);
  return new Date(reached * 86_400_000).toISOString().replace(/T.*$/, '');
}

function levelFigures({ distinct, levels }: LevelCounts, count: number): LevelFiguresDto {
  const top = levels.slice(0, shownLevels).filter((level) => level.count >= fewestRowsShown);
  return {
    top: top.map((level) => ({ ...level })),
    other_values: distinct - top.length,
    other_count: count - top.reduce((sum, level) => sum + level.count, 0),
  };
}

/** @param hidden only counted: what a sensitive column holds, and how it goes with the target, is not told */
export function columnProfile(figures: ColumnFigures, rows: number, hidden: boolean): ColumnProfileDto {
  const { sampled, moments, distinct, counted } = figures;
  const { name, kind } = sampled.column;
  const counts = { name, kind, hidden, count: moments.count, missing: rows - moments.count };
  if (hidden)
    return {
      ...counts,
      distinct: null,
      numbers: null,
      days: null,
      levels: null,
      association: null,
      alone: null,
    };
  return {
    ...counts,
    distinct,
    numbers: figures.numbers,
    days: figures.days,
    levels: counted ? levelFigures(counted, moments.count) : null,
    association: figures.association,
    alone: figures.alone,
  };
}
