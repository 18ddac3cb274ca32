import type { Run } from '#libs/mlflow-ts-client';
import { runStatus } from '../documents/run-status.js';
import { runName, runUuidTag } from '../documents/run-tags.js';
import { type DeliveryAttempt, ownTagFilter } from './delivery-attempt.js';
import { allOf, removeOthers } from './without-doubles.js';

/** The run of an earlier attempt, or a new one. */
export async function ownRun(attempt: DeliveryAttempt): Promise<Run> {
  const found = await runsWithOurTag(attempt);
  const known = attempt.delivered.run.mlflow_run_id;
  const [best] = found.sort((one, other) => rank(other, known) - rank(one, known) || byId(one, other));
  if (best) {
    await remove(attempt, found, best);
    return best;
  }
  return attempt.client.runs.create(
    {
      experimentId: attempt.experimentId,
      runName: runName(attempt.delivered),
      startTime: runStatus(attempt.delivered).startTime,
      tags: { [runUuidTag]: attempt.delivered.run.id },
    },
    attempt.options,
  );
}

/** The last look: a run that a lost request made meanwhile goes, ours stays. */
export async function removeDoubleRuns(attempt: DeliveryAttempt, kept: Run): Promise<void> {
  await remove(attempt, await runsWithOurTag(attempt), kept);
}

function runsWithOurTag(attempt: DeliveryAttempt): Promise<Run[]> {
  const { client, experimentId, options } = attempt;
  return allOf(
    client.runs.searchAll({ experimentIds: [experimentId], filter: ownTagFilter(attempt) }, options),
  );
}

async function remove({ client, options }: DeliveryAttempt, found: readonly Run[], kept: Run): Promise<void> {
  await removeOthers(
    found,
    ({ runId }) => runId === kept.runId,
    ({ runId }) => client.runs.delete(runId, options),
  );
}

/** Rather the one that we told about, then one that has got further. */
function rank(run: Run, known: string | null): number {
  return (run.runId === known ? 2 : 0) + (Object.keys(run.params).length > 0 ? 1 : 0);
}

const byId = (one: Run, other: Run): number => (one.runId < other.runId ? -1 : 1);
