import type { QueueDefinition } from '#libs/jobs';

export const batchPredictionQueue: QueueDefinition = {
  name: 'batch_predictions',
  abandoned: 'batch_predictions_abandoned',
  // Each goes on where the last one was cut off, so another costs little.
  retryLimit: 5,
  expireInSeconds: 12 * 3600,
};

export interface BatchPredictionJob {
  readonly batch_prediction_id: string;
}
