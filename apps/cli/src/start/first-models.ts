import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LiveModels, ModelRegistry } from '#libs/models';
import { Configuration, systemActor } from '#libs/platform';
import {
  RunStatus,
  type TrainingRunEntity,
  TrainingRequests,
  TrainingRuns,
  TrainRequestDto,
} from '#libs/training';

const patienceMs = 10 * 60_000;

/** Any constant will do; it names the lock under which one process at a time trains first models. */
const firstModelsLock = 7_305_118_228;

/**
 * Trains the built-in models that have no champion yet, all or those that are configured; of those that users made,
 * users decide. Processes that start together take turns: the later ones find the champion of the first.
 * @returns sentences about what came of it
 */
export async function trainFirstModels(app: INestApplicationContext): Promise<string[]> {
  return app.get(DataSource).transaction(async (manager) => {
    // Waiting for another process's training takes longer than requests may wait for a lock.
    await manager.query(
      'SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0',
    );
    await manager.query('SELECT pg_advisory_xact_lock($1)', [firstModelsLock]);
    await app.get(LiveModels).refreshAll();
    const outcomes: string[] = [];
    const builtIn = app
      .get(ModelRegistry)
      .list()
      .filter(({ origin }) => origin === 'built_in');
    const { firstModels } = app.get(Configuration);
    for (const { name } of builtIn) {
      const isWanted = firstModels.length === 0 || firstModels.includes(name);
      if (isWanted && !app.get(LiveModels).isLoaded(name)) outcomes.push(await trainFirst(app, name));
    }
    for (const name of firstModels.filter((wanted) => builtIn.every((model) => model.name !== wanted)))
      outcomes.push(`FIRST_MODELS names ${name}, which is no built-in model`);
    return outcomes;
  });
}

async function trainFirst(app: INestApplicationContext, model: string): Promise<string> {
  const run = await requestOrJoin(app, model);
  const ended = await app.get(TrainingRuns).waitUntilFinished(run.id, patienceMs);
  if (ended.promoted) await app.get(LiveModels).refresh(model);
  return ended.status === RunStatus.Succeeded
    ? `${model} version ${ended.model_version}: ${ended.promotion_reason}`
    : `${model} has no champion: ${ended.error?.problems.map((problem) => problem.detail).join('; ') || ended.error?.detail || ended.status}`;
}

/** After a crash the run of the last start may still be in the queue; a user may have asked for one, too. */
async function requestOrJoin(app: INestApplicationContext, model: string): Promise<TrainingRunEntity> {
  const active = (): Promise<TrainingRunEntity | null> => app.get(TrainingRuns).active(model);
  const found = await active();
  if (found) return found;
  try {
    return await app.get(TrainingRequests).start(
      Object.assign(new TrainRequestDto(), {
        model,
        algorithm: app.get(Configuration).firstModelAlgorithm,
      }),
      systemActor,
    );
  } catch (error) {
    const joined = await active();
    if (joined) return joined;
    throw error;
  }
}
