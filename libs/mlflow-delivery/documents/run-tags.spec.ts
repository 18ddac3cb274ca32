import { describe, expect, it } from '@jest/globals';
import { RunStatus } from '#libs/training';
import { deliveredModel, deliveredRun } from '../testing/delivered-runs.js';
import type { DeliveredRun } from './delivered-run.js';
import { ownTags, runName, runTags } from './run-tags.js';
import { versionEntry } from './version-entry.js';

const tagsOf = (delivered: DeliveredRun): Record<string, string> =>
  Object.fromEntries(runTags(delivered).map(({ key, value }) => [key, value]));

describe('the tags of a run', () => {
  it('tell ours and those that the pages of MLflow read', () => {
    const delivered = deliveredModel('regression');
    expect(tagsOf(delivered)).toEqual({
      'veridict.run_uuid': '0199f1b2-0000-7000-8000-00000000002a',
      'veridict.model': 'people-model',
      'veridict.task': 'regression',
      'veridict.dataset': 'people',
      'veridict.status': 'succeeded',
      'veridict.actor': 'user:u-7',
      'veridict.version': '3',
      'veridict.version_digest': delivered.version.row.artefact_sha256,
      'veridict.training_fingerprint': '0123456789abcdef'.repeat(4),
      'veridict.promoted': 'true',
      'veridict.promotion_reason': 'RMSE 10 is below 20 of the mean baseline',
      'mlflow.runName': 'people-model 3 (linear)',
      'mlflow.user': 'user:u-7',
      'mlflow.source.name': 'veridict',
      'mlflow.source.type': 'JOB',
      'mlflow.source.git.commit': 'c0ffee',
      'mlflow.note.content': [
        'Version 3 of **people-model**: What people want.',
        'Promoted: it became the champion. RMSE 10 is below 20 of the mean baseline.',
        'Held out: MAE 8, MSE 100, RMSE 10, R² 0.75.',
        'Warning: The column \\| &lt;smoker\\> does not contribute.',
      ].join('\n\n'),
    });
  });

  it('say why a run failed', () => {
    const problems = Array.from({ length: 25 }, (_, place) => ({
      pointer: `column_${place}`,
      detail: 'has one value only',
    }));
    const delivered = deliveredRun('binary', {
      error: {
        code: 'training_data_unfit',
        detail: 'The data cannot train this model; see errors.',
        problems,
      },
    });
    const tags = tagsOf(delivered);
    expect(tags).toMatchObject({
      'veridict.status': 'failed',
      'veridict.error_code': 'training_data_unfit',
      'mlflow.runName': 'people-model failed (linear)',
    });
    expect(tags).not.toHaveProperty('veridict.promoted');
    const lines = tags['mlflow.note.content']!.split('\n\n');
    expect(lines[0]).toBe(
      'The run failed: `training_data_unfit`. The data cannot train this model; see errors.',
    );
    expect(lines[1]!.split('\n')[19]).toBe('- column\\_19 has one value only');
    expect(lines[2]).toBe('And 5 more.');
  });

  it('say that a run was cancelled', () => {
    const tags = tagsOf(deliveredRun('binary', { status: RunStatus.Cancelled }));
    expect(tags['mlflow.note.content']).toBe('The run made no version: it was cancelled.');
  });

  it('leave out what nobody knows', () => {
    expect(tagsOf(deliveredRun('binary', { git_commit: null }))).not.toHaveProperty(
      'mlflow.source.git.commit',
    );
  });

  it('keep the limits of MLflow', () => {
    const delivered = deliveredRun('binary', {
      model: '😀'.repeat(400),
      error: { code: 'internal', detail: '😀'.repeat(9000), problems: [] },
    });
    for (const { value } of runTags(delivered)) expect(Array.from(value).length).toBeLessThanOrEqual(8000);
    expect(Array.from(runName(delivered)).length).toBeLessThanOrEqual(250);
    expect(tagsOf(delivered)['mlflow.runName']).toBe(runName(delivered));
  });

  it('are on the version in the registry too, as far as they are ours', () => {
    const delivered = deliveredModel('binary');
    const { tags, description } = versionEntry(delivered);
    expect(tags).toEqual(ownTags(delivered));
    expect(tags.every(({ key }) => key.startsWith('veridict.'))).toBe(true);
    expect(description).toMatch(/^Version 3 of \*\*people-model\*\*/);
  });
});
