export { prepareJobQueues } from './job-queues.js';
