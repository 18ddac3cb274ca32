import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type AdministrativeEvent, AdministrativeEvents } from '#libs/audit';
import { MlflowOutbox } from '../outbox/mlflow-outbox.js';
import { RunChanges } from './run-changes.js';

/** What follows from the end of a run, whatever the end, in the transaction that ends it. */
@Injectable()
export class RunEnds {
  constructor(
    private readonly events: AdministrativeEvents,
    private readonly outbox: MlflowOutbox,
    private readonly changes: RunChanges,
  ) {}

  async tell(manager: EntityManager, id: string, event: Omit<AdministrativeEvent, 'subject'>): Promise<void> {
    await this.events.record({ ...event, subject: { kind: 'training_run', id } }, manager);
    await this.outbox.enqueue(manager, id);
    await this.changes.announce(manager, id);
  }
}
