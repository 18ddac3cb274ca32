export { letRequestsGoFirst, runInThread } from './run-in-thread.js';
export { SnapshotReader } from './snapshot-reader.js';
