// Before the contract and browser tests: PostgreSQL as for the others, and the Python environments that MLflow runs
// in. They are kept between runs; the first time takes some minutes.
import {
  environments,
  prepareEnvironment,
  PythonUnavailable,
} from '../../scripts/project/python/environments.mjs';
import setup from './global-setup.mjs';

export default async function setupWithPython() {
  await Promise.all([setup(), preparePythons()]);
}

async function preparePythons() {
  try {
    const report = (line) => process.stderr.write(`${line}\n`);
    const [newest, oldest] = await Promise.all(
      [environments.mlflow, environments.mlflow2].map((environment) =>
        prepareEnvironment(environment, { report }),
      ),
    );
    process.env['VERIDICT_TEST_PYTHON'] = JSON.stringify({ 3: newest, 2: oldest });
  } catch (error) {
    // On a machine of a developer the tests are listed as skipped, with the reason.
    if (!(error instanceof PythonUnavailable) || process.env['CI'] === 'true') throw error;
    process.env['VERIDICT_TEST_PYTHON_MISSING'] = error.message.split('\n')[0];
  }
}
