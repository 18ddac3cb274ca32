/** The process is going down; the job goes back to the queue. */
export class JobInterrupted extends Error {}
