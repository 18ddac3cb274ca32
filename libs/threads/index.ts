export { inThread } from './in-thread.js';
export { letRequestsGoFirst } from './let-requests-go-first.js';
export { SnapshotReader } from './snapshot-reader.js';
