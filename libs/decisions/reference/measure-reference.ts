import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DatasetDefinition, RowValue } from '#libs/datasets';
import { columnOf, rowExpression, sqlName } from '#libs/datasets';
import {
  asLearned,
  type FeatureRow,
  type FeatureSchema,
  type LiveVersion,
  type ModelDefinition,
} from '#libs/models';
import { FeatureRowValidator } from '#libs/prediction';
import { derivedRanges, type DerivedRange } from './derived-ranges.js';
import { LevelDistribution, NumberDistribution } from './distribution.js';
import { numberOfValue } from './feature-numbers.js';

/** Rows that a row is compared with, at most. */
export const referenceRows = 10_000;
/** Read, then scored, in one turn of the event loop: some milliseconds each. */
export const rowsPerTurn = 100;

/** How the other rows of a dataset answer and what they hold; does not depend on threshold or policy. */
export interface Reference {
  readonly rows: number;
  readonly sampled: boolean;
  readonly measuredAt: Date;
  readonly probabilities: NumberDistribution;
  readonly numbers: ReadonlyMap<string, NumberDistribution>;
  readonly levels: ReadonlyMap<string, LevelDistribution>;
  readonly derived: readonly DerivedRange[];
}

export interface ReferenceSource {
  readonly model: ModelDefinition;
  readonly dataset: DatasetDefinition;
  readonly live: LiveVersion;
  /** The rows of a query, `rowsPerTurn` at a time: all at once they would hold requests up for a second. */
  readonly portions: (
    sql: string,
    take: (rows: readonly Record<string, RowValue>[]) => Promise<void>,
  ) => Promise<void>;
  readonly now: () => Date;
}

/** Requests wait for some milliseconds at most: rows are answered, and columns sorted, one portion per turn. */
export async function measureReference({
  model,
  dataset,
  live,
  portions,
  now,
}: ReferenceSource): Promise<Reference> {
  const { features, learnt } = live.row;
  const measuredAt = now();
  const learned = asLearned(dataset, features);
  const validator = new FeatureRowValidator(features, model.name);
  const rows: FeatureRow[] = [];
  const probabilities: number[] = [];
  let read = 0;
  await portions(sampleQuery(learned, features), async (portion) => {
    const checked = portion
      .slice(0, referenceRows - read)
      .map((row) => validator.check(row, ''))
      // What a prediction would refuse has no probability.
      .flatMap((outcome) => ('row' in outcome ? [outcome.row] : []));
    read += portion.length;
    if (checked.length > 0) {
      const answers = await live.answer(checked, live.threshold);
      rows.push(...checked);
      probabilities.push(...answers.map(({ probability }) => probability!));
    }
    await nextTurn();
  });
  return {
    rows: rows.length,
    sampled: read > referenceRows,
    measuredAt,
    probabilities: NumberDistribution.of(Float64Array.from(probabilities)),
    ...(await distributionsOf(features, rows)),
    derived: derivedRanges({ dataset: learned, features, derived: model.derived ?? [], learnt }, rows),
  };
}

async function distributionsOf(
  features: readonly FeatureSchema[],
  rows: readonly FeatureRow[],
): Promise<Pick<Reference, 'numbers' | 'levels'>> {
  const numbers = new Map<string, NumberDistribution>();
  const levels = new Map<string, LevelDistribution>();
  for (const { name, kind } of features) {
    if (kind === 'numeric' || kind === 'date') {
      const values = Float64Array.from(rows, (row) => numberOfValue(row[name] ?? null));
      numbers.set(name, NumberDistribution.of(values));
    } else {
      levels.set(name, LevelDistribution.of(rows.map((row) => row[name] ?? null)));
    }
    await nextTurn();
  }
  return { numbers, levels };
}

/** Always the same rows while the dataset is the same; one more than are used tells whether there are more. */
function sampleQuery(dataset: DatasetDefinition, features: readonly FeatureSchema[]): string {
  const identifier = sqlName(dataset.identifier);
  const list = features.map(({ name }) => rowExpression(columnOf(dataset, name))).join(', ');
  return `SELECT ${list} FROM ${dataset.relation}
    ORDER BY hashtextextended(${identifier}::text, 0), ${identifier} LIMIT ${referenceRows + 1}`;
}
