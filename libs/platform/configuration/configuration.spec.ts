import { availableParallelism } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { Configuration } from './configuration.js';
import { ConfigurationError } from './environment.js';
import { readGitCommit } from './git-commit.js';

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    new Configuration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
  }
  return [];
};

describe('the configuration', () => {
  it('needs nothing', () => {
    const configuration = new Configuration({});
    expect(configuration).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      jwtExpireMinutes: 60,
      usesEmbeddedDatabase: true,
    });
  });

  it('reports every problem at once and never a value', () => {
    const problems = problemsOf({
      PORT: '99999',
      DATABASE_URL: 'mysql://hunter2@host',
      JWT_SECRET: 'hunter2',
      LOG_LEVEL: 'loud',
    });
    expect(problems).toHaveLength(4);
    expect(problems.join(' ')).not.toContain('hunter2');
  });

  it('leaves a core to the requests while it trains, where there are several', () => {
    const cores = availableParallelism();
    expect(new Configuration({}).trainingThreads).toBe(cores === 1 ? 1 : cores - 1);
    expect(new Configuration({ TRAINING_THREADS: '8' }).trainingThreads).toBe(8);
    expect(problemsOf({ TRAINING_THREADS: '0', FIRST_MODEL_ALGORITHM: 'forest' })).toHaveLength(2);
  });

  it('deletes results of batches after a year, unless they are the newest, or never when it is told so', () => {
    expect(new Configuration({}).batchResults).toEqual({ days: 365, keepsLatest: true });
    const told = { BATCH_RESULTS_DAYS: '0', BATCH_RESULTS_KEEP_LATEST: 'false' };
    expect(new Configuration(told).batchResults).toEqual({ days: 0, keepsLatest: false });
    expect(problemsOf({ BATCH_RESULTS_DAYS: '-1', BATCH_RESULTS_KEEP_LATEST: 'yes' })).toHaveLength(2);
  });

  it('keeps the commit of the code as it is told, or else as the clone says', () => {
    expect(new Configuration({ GIT_COMMIT: 'c0ffee1' }).gitCommit).toBe('c0ffee1');
    expect(new Configuration({ GIT_COMMIT: '' }).gitCommit).toBe(readGitCommit(import.meta.dirname));
    expect(problemsOf({ GIT_COMMIT: 'main' })).toEqual([
      'GIT_COMMIT must be a commit: 7 to 64 lower-case hexadecimal digits.',
    ]);
  });

  it('takes an empty variable for an absent one', () => {
    expect(new Configuration({ PORT: '', DATABASE_URL: '' }).usesEmbeddedDatabase).toBe(true);
  });

  it('demands a shared secret in production on an external database', () => {
    expect(problemsOf({ NODE_ENV: 'production', DATABASE_URL: 'postgresql://u:p@h/d' })).toEqual([
      'JWT_SECRET is required when NODE_ENV=production with DATABASE_URL: replicas must share it.',
    ]);
  });
});
