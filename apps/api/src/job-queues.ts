import { batchPredictionQueue } from '#libs/batch-predictions';
import type { QueueDefinition } from '#libs/jobs';
import { trainingQueue } from '#libs/training';

/** Every durable queue of the application; created when the schema is migrated. */
export const jobQueues: readonly QueueDefinition[] = [trainingQueue, batchPredictionQueue];
