/**
 * The shared words by which threads share out the tasks of a job: one definition for TypeScript and for the
 * kernels, which AssemblyScript compiles. Offsets in bytes from the control block's address.
 */

/** Unsigned 64 bits: the job's number in the high half, its unclaimed tasks in the low half. */
export const TICKET = 0;
/** Tasks done of the current job. On a cache line of its own: every thread writes it. */
export const FINISHED = 64;
export const KERNEL = 128;
export const TASK_COUNT = 132;
/** Not 0: helpers shall end. */
export const STOPPED = 136;
/** Not 0: a helper died in the middle of a task. */
export const FAILED = 140;
/** Helpers that sleep, or are about to. */
export const SLEEPERS = 144;
/** Where the parameters of the kernels begin. */
export const PARAMETERS = 192;
