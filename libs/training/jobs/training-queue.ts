import type { QueueDefinition } from '#libs/jobs';

export const trainingQueue: QueueDefinition = {
  name: 'training',
  abandoned: 'training_abandoned',
  retryLimit: 2,
  expireInSeconds: 12 * 3600,
};

export interface TrainingJob {
  readonly training_run_id: string;
}
