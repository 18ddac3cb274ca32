import { RunStatus } from '#libs/training';
import type { DeliveredRun } from './delivered-run.js';

export interface RunEnd {
  readonly status: 'FINISHED' | 'FAILED' | 'KILLED';
  readonly startTime: Date;
  readonly endTime: Date;
}

/** @throws Error for a run that has not finished: such a run is not delivered */
export function runStatus({ run }: DeliveredRun): RunEnd {
  const endTime = run.finished_at;
  if (!endTime) throw new Error(`The run ${run.id} has not finished`);
  // A run that was cancelled before it began has no start of its own.
  const startTime = run.started_at ?? run.created_at;
  switch (run.status) {
    case RunStatus.Succeeded:
      return { status: 'FINISHED', startTime, endTime };
    case RunStatus.Failed:
      return { status: 'FAILED', startTime, endTime };
    case RunStatus.Cancelled:
      return { status: 'KILLED', startTime, endTime };
    case RunStatus.Queued:
    case RunStatus.Running:
      throw new Error(`The run ${run.id} has not finished`);
  }
}
