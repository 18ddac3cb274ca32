import { describe, expect, it } from '@jest/globals';
import { deliveredModel, deliveredRun, targets } from '../testing/delivered-runs.js';
import { datasetInput } from './dataset-input.js';
import { modelDirectory } from './model/model-directory.js';
import { runFiles } from './run-files.js';
import { runMetrics } from './run-metrics.js';
import { runParams } from './run-params.js';
import { runTags } from './run-tags.js';
import { versionEntry } from './version-entry.js';

const copy = { csv: new TextEncoder().encode('age,split\r\n20,training\r\n'), rowCount: 1 };
const tasks = Object.keys(targets) as (keyof typeof targets)[];

describe('the files of a run', () => {
  it('are card, plots and the rows as they were kept', () => {
    const files = runFiles({ ...deliveredModel('binary'), copy });
    expect(files.map(({ path }) => path)).toEqual([
      'model_card.md',
      'model_card.json',
      'plots/reliability.svg',
      'plots/roc.svg',
      'plots/importance.svg',
      'dataset/training.csv',
    ]);
    expect(files.at(-1)!.content).toBe(copy.csv);
  });

  it('are none of a run that made no version', () => {
    expect(runFiles(deliveredRun('binary'))).toEqual([]);
  });

  it.each(tasks)('of %s are the same each time', (task) => {
    expect(runFiles(deliveredModel(task))).toEqual(runFiles(deliveredModel(task)));
  });
});

describe('what MLflow gets to see', () => {
  it.each(tasks)('of %s is neither a sensitive column, nor the identifier, nor a credential', (task) => {
    const delivered = { ...deliveredModel(task), copy };
    const { files, modelJson } = modelDirectory(delivered, { runId: 'a', artifactPath: 'model' });
    const all = [
      ...[...files, ...runFiles(delivered)].map(
        ({ path, content }) => path + Buffer.from(content).toString('latin1'),
      ),
      modelJson,
      JSON.stringify([
        runParams(delivered),
        runMetrics(delivered),
        runTags(delivered),
        datasetInput(delivered, 'a'),
        versionEntry(delivered),
      ]),
    ].join('\n');
    // Planted in the fixture: secret_identifier, secret_religion, secret-credential.
    expect(delivered.dataset.columns.some(({ name }) => name === 'secret_religion')).toBe(true);
    expect(all).not.toContain('secret');
  });
});
