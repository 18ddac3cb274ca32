import { describe, expect, it } from '@jest/globals';
import { RunStatus } from '#libs/training';
import { deliveredRun } from '../testing/delivered-runs.js';
import { runStatus } from './run-status.js';

describe('the status of a run in MLflow', () => {
  it.each([
    [RunStatus.Succeeded, 'FINISHED'],
    [RunStatus.Failed, 'FAILED'],
    [RunStatus.Cancelled, 'KILLED'],
  ])('of one that has %s is %s', (status, expected) => {
    const { run } = deliveredRun('binary', { status });
    expect(runStatus(deliveredRun('binary', { status }))).toEqual({
      status: expected,
      startTime: run.started_at,
      endTime: run.finished_at,
    });
  });

  it('begins with the request where nothing else began', () => {
    const delivered = deliveredRun('binary', { status: RunStatus.Cancelled, started_at: null });
    expect(runStatus(delivered).startTime).toBe(delivered.run.created_at);
  });

  it.each([RunStatus.Queued, RunStatus.Running])('is none of one that is %s', (status) => {
    expect(() => runStatus(deliveredRun('binary', { status, finished_at: null }))).toThrow(
      'has not finished',
    );
    expect(() => runStatus(deliveredRun('binary', { status }))).toThrow('has not finished');
  });
});
