import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { externalLocations, inlineExternalData, MlError } from '#libs/ml';
import type { ExternalDataMessage, ExternalDataTask, OtherFiles } from './external-data-task.js';

// The body of the thread that makes one file of several. It reads bytes, in time proportional to their number; no
// runtime opens the model here.
const { file, maximumBytes } = workerData as ExternalDataTask;
const tell = (message: ExternalDataMessage): void => parentPort!.postMessage(message);

try {
  const locations = externalLocations(file);
  if (locations.length === 0) tell({ type: 'one_file' });
  else {
    tell({ type: 'needs', locations });
    const [others] = (await once(parentPort!, 'message')) as [OtherFiles];
    tell({ type: 'one_file', file: inlineExternalData(file, others, maximumBytes) });
  }
} catch (error) {
  if (!(error instanceof MlError)) throw error;
  tell({ type: 'refused', problems: error.problems });
}
parentPort!.close();
