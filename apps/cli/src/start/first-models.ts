import type { INestApplicationContext } from '@nestjs/common';
import { LiveModels, ModelRegistry } from '#libs/models';
import { systemActor } from '#libs/platform';
import { RunStatus, TrainingRuns, TrainingService, TrainRequestDto } from '#libs/training';

const patienceMs = 10 * 60_000;

/** Trains every model that has no champion yet. @returns sentences about what came of it */
export async function trainFirstModels(app: INestApplicationContext): Promise<string[]> {
  const outcomes: string[] = [];
  for (const { name } of app.get(ModelRegistry).list()) {
    if (app.get(LiveModels).isLoaded(name)) continue;
    const runs = app.get(TrainingRuns);
    // After a crash the run of the last start may still be in the queue.
    const run =
      (await runs.active(name)) ??
      (await app
        .get(TrainingService)
        .request(Object.assign(new TrainRequestDto(), { model: name }), systemActor));
    const ended = await runs.waitUntilFinished(run.id, patienceMs);
    if (ended.promoted) await app.get(LiveModels).refresh(name);
    outcomes.push(
      ended.status === RunStatus.Succeeded
        ? `${name} version ${ended.model_version}: ${ended.promotion_reason}`
        : `${name} has no champion: ${ended.error?.problems.map((problem) => problem.detail).join('; ') || ended.error?.detail || ended.status}`,
    );
  }
  return outcomes;
}
