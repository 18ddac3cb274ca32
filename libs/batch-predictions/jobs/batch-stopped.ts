/** The batch is no longer this worker's: it was cancelled, or another worker took it over. Not a failure. */
export class BatchStopped extends Error {}
