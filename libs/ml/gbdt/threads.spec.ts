import { describe, expect, it } from '@jest/globals';
import type { Task } from '../index.js';
import { resolveHyperparameters } from '../hyperparameters.js';
import type { FeatureColumn } from '../table/table.js';
import { randomTable, randomTarget, toBinary } from '../testing/random-table.js';
import { fitEnsemble, type EnsembleFit } from './fit-ensemble.js';
import { gbdtHyperparameters } from './gbdt-hyperparameters.js';

const columns: readonly FeatureColumn[] = [
  ...Array.from({ length: 18 }, (_, index): FeatureColumn => ({
    name: `n${index}`,
    kind: 'numeric',
    nullable: index % 2 === 0,
  })),
  { name: 'city', kind: 'categorical', nullable: true },
  { name: 'owner', kind: 'boolean', nullable: true },
];

/** Enough rows for several blocks, shares and helpers. */
const table = randomTable(columns, 20_000, 1);
const amounts = randomTarget(columns, table, 2);

const hyperparameters = { n_estimators: 50, num_leaves: 4, subsample: 0.7, early_stopping_rounds: 50 };

function fit(task: Task, threads: number, onProgress?: () => void): EnsembleFit {
  const target = task === 'binary' ? toBinary(amounts) : amounts;
  return fitEnsemble(
    task,
    resolveHyperparameters(gbdtHyperparameters, task, hyperparameters),
    { columns, table, target, classes: [], classCount: 2, sampleWeight: undefined },
    { seed: 3, threads, ...(onProgress === undefined ? {} : { onProgress }) },
  );
}

/** Helpers come up only when the system has had its turn. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('training on several threads', () => {
  it.each(['regression', 'binary'] satisfies Task[])('gives the same trees as on one: %s', async (task) => {
    const { ensemble, report } = fit(task, 1);
    expect(ensemble.trees).toHaveLength(report.iterations);
    for (const threads of [2, 4]) {
      const other = fit(task, threads);
      expect(other.report).toEqual(report);
      expect(other.ensemble).toEqual(ensemble);
      await pause();
    }
  });

  it('ends its helpers when it is interrupted', async () => {
    const interrupt = (): void => {
      throw new Error('enough');
    };
    expect(() => fit('regression', 3, interrupt)).toThrow('enough');
    await pause();
    expect(fit('regression', 3).report.iterations).toBeGreaterThan(0);
  });
});
