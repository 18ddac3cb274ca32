export { JobInterrupted } from './job-interrupted.js';
export { JobQueue } from './job-queue.js';
export { JobsModule } from './jobs.module.js';
export { prepareJobQueues } from './prepare-job-queues.js';
export { RequestedJob, requestedBy, requesterOf } from './requested-job.js';
export { RowChanges } from './row-changes.js';
export type { QueueDefinition } from './queue-definition.js';
