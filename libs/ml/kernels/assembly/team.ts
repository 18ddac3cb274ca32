import { FAILED, FINISHED, KERNEL, PARAMETERS, SLEEPERS, STOPPED, TASK_COUNT, TICKET } from '../team-layout';

/**
 * Loads before a thread goes to sleep: some hundred microseconds, longer than most gaps between jobs. Waking a
 * sleeper costs more than a small job; with a tenth of this, a second thread was measured to save next to nothing.
 */
const SPINS: i32 = 100000;
/** A sleeping caller looks this often whether a helper has died (nanoseconds). */
const LOOK_AROUND: i64 = 1_000_000;

type Run = (kernel: i32, task: i32, parameters: usize) => void;

/** A helper thread's life: takes tasks of every job until the team stops. */
export function helpUntilStopped(control: usize, run: Run): void {
  while (true) {
    claimTasks(control, run);
    const ticket = atomic.load<u64>(control, TICKET);
    if (atomic.load<i32>(control, STOPPED) != 0) return;
    if (<u32>ticket == 0) awaitNextJob(control, <i32>(ticket >> 32));
  }
}

/**
 * Publishes a job, takes part in it, and waits for the tasks that helpers claimed. A helper that has not come up
 * claims nothing, so nothing waits for it.
 *
 * @returns false when a helper died in a task: the memory is in an unknown state
 */
export function runJob(control: usize, kernel: i32, taskCount: i32, run: Run): bool {
  store<i32>(control, kernel, KERNEL);
  store<i32>(control, taskCount, TASK_COUNT);
  atomic.store<i32>(control, 0, FINISHED);
  publish(control, taskCount);
  claimTasks(control, run);
  for (let spin = 0; spin < SPINS; spin += 1) {
    if (atomic.load<i32>(control, FINISHED) == taskCount) return true;
  }
  while (true) {
    const finished = atomic.load<i32>(control, FINISHED);
    if (finished == taskCount) return true;
    if (atomic.load<i32>(control, FAILED) != 0) return false;
    atomic.wait<i32>(control + FINISHED, finished, LOOK_AROUND);
  }
}

/** Ends the helpers, also those that come up later. */
export function stopTeam(control: usize): void {
  atomic.store<i32>(control, 1, STOPPED);
  publish(control, 0);
}

function publish(control: usize, taskCount: i32): void {
  const job = (atomic.load<u64>(control, TICKET) >> 32) + 1;
  atomic.store<u64>(control, (job << 32) | (<u64>taskCount), TICKET);
  if (atomic.load<i32>(control, SLEEPERS) != 0) atomic.notify(control + TICKET + 4, -1);
}

/**
 * A description that was read belongs to the ticket exactly when the exchange succeeds: it is only written after
 * the last task of the job before was claimed and done, and no two jobs have the same number.
 */
function claimTasks(control: usize, run: Run): void {
  while (true) {
    const ticket = atomic.load<u64>(control, TICKET);
    const unclaimed = <i32>(<u32>ticket);
    if (unclaimed == 0) return;
    const kernel = load<i32>(control, KERNEL);
    const taskCount = load<i32>(control, TASK_COUNT);
    if (atomic.cmpxchg<u64>(control, ticket, ticket - 1, TICKET) != ticket) continue;
    run(kernel, taskCount - unclaimed, control + PARAMETERS);
    if (atomic.add<i32>(control, 1, FINISHED) + 1 == taskCount) atomic.notify(control + FINISHED, 1);
  }
}

function awaitNextJob(control: usize, job: i32): void {
  for (let spin = 0; spin < SPINS; spin += 1) {
    if (atomic.load<i32>(control, TICKET + 4) != job) return;
  }
  atomic.add<i32>(control, 1, SLEEPERS);
  atomic.wait<i32>(control + TICKET + 4, job, -1);
  atomic.sub<i32>(control, 1, SLEEPERS);
}
