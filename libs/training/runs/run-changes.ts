import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Notifications } from '#libs/database';

const channel = 'training_runs';

/** Tells every process, at commit, that a run's row has changed. Carries the id only: read the row. */
@Injectable()
export class RunChanges {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  constructor(notifications: Notifications) {
    notifications.subscribe(
      channel,
      (runId) => {
        this.emitter.emit(runId);
      },
      () => {
        // What changed while the connection was down is unknown: everybody looks.
        for (const runId of this.emitter.eventNames()) this.emitter.emit(runId);
      },
    );
  }

  async announce(manager: EntityManager, runId: string): Promise<void> {
    await manager.query('SELECT pg_notify($1, $2)', [channel, runId]);
  }

  /** @returns the function that stops listening */
  onChange(runId: string, listener: () => void): () => void {
    this.emitter.on(runId, listener);
    return () => this.emitter.off(runId, listener);
  }
}
