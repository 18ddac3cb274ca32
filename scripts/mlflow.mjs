// `npm run mlflow`: a real MLflow server on this machine, its data under DATA_DIR/mlflow. Needs Python, and no other
// package of this repository.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { root } from './project/command.mjs';
import { databaseUri, freePort, mlflowEnvironment, startMlflow, untilHealthy } from './project/mlflow.mjs';
import { requireNode } from './project/node-version.mjs';
import { environments, prepareEnvironment, PythonUnavailable } from './project/python/environments.mjs';

requireNode();
const port = portOf(process.env.MLFLOW_PORT ?? '5000');
const folder = join(resolve(root, process.env.DATA_DIR ?? '.veridict'), 'mlflow');
const requirements = readFileSync(join(root, environments.mlflow.requirements), 'utf8');
const version = /^mlflow==(\S+)/m.exec(requirements)[1];

try {
  await freePort(port);
} catch (error) {
  fail(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken, perhaps by another MLflow; MLFLOW_PORT=5001 npm run mlflow takes another one.`
      : `Port ${port} cannot be used: ${error.message}`,
  );
}
const python = await preparePython();
mkdirSync(folder, { recursive: true });
upgradeDatabase();
await serve();

async function preparePython() {
  try {
    return await prepareEnvironment(environments.mlflow, { report: console.log });
  } catch (error) {
    if (!(error instanceof PythonUnavailable)) throw error;
    return fail(error.message);
  }
}

/** A newer MLflow refuses the tables of an older one. */
function upgradeDatabase() {
  const stamp = join(folder, 'mlflow-version');
  const database = join(folder, 'mlflow.db');
  if (existsSync(database)) {
    const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : 'another version';
    if (before === version) return;
    const copy = `${database}.before-${version}`;
    console.log(`Upgrading the tables of MLflow ${before} to ${version}; ${copy} keeps them as they are`);
    const keep = 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("VACUUM INTO ?", (sys.argv[2],))';
    if (!existsSync(copy)) runPython('-c', keep, database, copy);
    runPython('-m', 'mlflow', 'db', 'upgrade', databaseUri(folder));
  }
  writeFileSync(stamp, version);
}

function runPython(...args) {
  const { status, stderr } = spawnSync(python, args, { encoding: 'utf8', env: mlflowEnvironment(python) });
  if (status !== 0) fail(stderr.trim().split('\n').slice(-8).join('\n'));
}

async function serve() {
  console.log(`Starting MLflow ${version}`);
  const args = ['--uvicorn-opts', '--log-level=warning'];
  const server = startMlflow({ python, folder, port, workers: 2, args, stdio: 'inherit' });
  let stopping = false;
  const stop = () => {
    // Ctrl-C arrives from the terminal and again through npm.
    if (stopping) return;
    stopping = true;
    console.log('\nStopping MLflow');
    void server.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

  const address = `http://127.0.0.1:${port}`;
  try {
    await untilHealthy(address, server);
    console.log(`\nMLflow ${version} answers at ${address}, its data is in ${folder}; Ctrl-C stops it.`);
    console.log(`Deliver to it:  MLFLOW_TRACKING_URI=${address} npm start\n`);
  } catch (error) {
    if (!stopping) console.error(error.message);
    void server.stop();
  }
  const { code, signal } = await server.ended;
  process.exit(stopping ? 0 : (code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
}

function portOf(text) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 65_535)
    fail(`MLFLOW_PORT must be a port from 1 to 65535; it is ${JSON.stringify(text)}.`);
  return number;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
