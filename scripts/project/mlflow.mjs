import { dirname, delimiter, join } from 'node:path';
import { createServer } from 'node:net';
import { mkdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { startProcessGroup } from './process-group.mjs';

/** What an MLflow process is started with, whatever it does. */
export function mlflowEnvironment(python, base = process.env) {
  return {
    ...base,
    // MLflow 2 finds gunicorn there.
    PATH: `${dirname(python)}${delimiter}${base.PATH ?? ''}`,
    MLFLOW_DISABLE_TELEMETRY: 'true',
    DO_NOT_TRACK: 'true',
    // Background jobs are for language models; they take a process and an in-memory store.
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    GIT_PYTHON_REFRESH: 'quiet',
    PYTHONUNBUFFERED: '1',
    // They speak to MLflow's authors.
    PYTHONWARNINGS: 'ignore',
  };
}

/** Address of the database in the folder that a server keeps everything in. */
export function databaseUri(folder) {
  return `sqlite:///${join(folder, 'mlflow.db')}`;
}

/**
 * Starts `mlflow server` with its database and its artefacts under `folder`, in a process group of its own.
 *
 * @param {import('./mlflow.d.mts').MlflowStart} start
 * @returns {import('./process-group.d.mts').ProcessGroup}
 */
export function startMlflow({ python, folder, port, workers = 1, args = [], env = process.env, stdio }) {
  mkdirSync(join(folder, 'artifacts'), { recursive: true });
  const command = ['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port)];
  const stores = ['--backend-store-uri', databaseUri(folder)];
  const artifacts = ['--artifacts-destination', join(folder, 'artifacts')];
  return startProcessGroup(
    python,
    [...command, ...stores, ...artifacts, '--workers', String(workers), ...args],
    {
      // MLflow writes files of its own beside the caller when a setting is missing.
      cwd: folder,
      env: mlflowEnvironment(python, env),
      stdio,
    },
  );
}

/**
 * Waits until a started server answers.
 *
 * @throws when it ended instead, or does not answer in time
 */
export async function untilHealthy(address, group, timeoutMs = 120_000) {
  const deadline = performance.now() + timeoutMs;
  let ended;
  void group.ended.then((end) => (ended = end));
  for (;;) {
    const healthy = await fetch(`${address}/health`, { signal: AbortSignal.timeout(5000) }).then(
      async (response) => response.ok && (await response.text()) === 'OK',
      () => false,
    );
    if (ended) throw new Error(ended.error?.message ?? `MLflow ended with ${ended.code ?? ended.signal}`);
    if (healthy) return;
    if (performance.now() > deadline) throw new Error(`MLflow does not answer at ${address}`);
    await wait(100);
  }
}

/**
 * The port itself, or a free one for 0.
 *
 * @throws Error with code EADDRINUSE or EACCES
 */
export function freePort(port = 0) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const { port: found } = probe.address();
      probe.close(() => resolve(found));
    });
  });
}
