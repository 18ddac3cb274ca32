import { Injectable } from '@nestjs/common';
import { FitTaskPreparation } from './fit-task-preparation.js';
import { type FitProgressMessage, fitInThread } from './fit/run-in-thread.js';
import type { TrainingRunEntity } from './runs/training-run.entity.js';
import { TrainingRuns } from './runs/training-runs.js';
import { StoreOutcome } from './store-outcome.js';

/** Progress is written at most this often, milliseconds. */
const progressIntervalMs = 250;

/** Carries out one training run: read, fit, measure, store, pass the gate. */
@Injectable()
export class TrainVersion {
  constructor(
    private readonly preparation: FitTaskPreparation,
    private readonly outcome: StoreOutcome,
    private readonly runs: TrainingRuns,
  ) {}

  async execute(run: TrainingRunEntity, signal: AbortSignal): Promise<void> {
    const task = await this.preparation.prepare(run);
    const result = await fitInThread(task, signal, this.progressOf(run));
    signal.throwIfAborted();
    await this.runs.report(run, { phase: 'storing' });
    await this.outcome.ofTraining(run, task, result);
  }

  private progressOf(run: TrainingRunEntity): (message: FitProgressMessage) => void {
    let lastAt = 0;
    let lastPhase = '';
    return ({ type: _type, ...progress }) => {
      const now = performance.now();
      if (progress.phase === lastPhase && now - lastAt < progressIntervalMs) return;
      lastAt = now;
      lastPhase = progress.phase;
      // A lost progress report harms nobody: the next one carries the present state.
      this.runs.report(run, progress).catch(() => undefined);
    };
  }
}
