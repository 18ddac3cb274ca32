import {
  environments,
  prepareEnvironment,
  PythonUnavailable,
} from '../../../scripts/project/python/environments.mjs';
import { CannotRun } from '../cannot-run.js';

/**
 * The Python of an environment that holds exactly what bench/requirements.txt says.
 *
 * @throws CannotRun
 */
export async function preparePython(): Promise<string> {
  try {
    return await prepareEnvironment(environments.bench, { report: console.log });
  } catch (error) {
    if (!(error instanceof PythonUnavailable)) throw error;
    throw new CannotRun(
      `The peers cannot run (bench:train -- --peers none measures without them). ${error.message}`,
    );
  }
}
