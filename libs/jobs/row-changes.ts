import { EventEmitter } from 'node:events';
import { Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import { Notifications } from '#libs/database';

/** How long to trust notifications before looking at the row anyway, milliseconds. */
const lookAgainMs = 2_000;

/** How often a row that is followed is read without a notification: proxies close a silent stream. Milliseconds. */
const keepAliveMs = 15_000;

/** Tells every process, at commit, that the row of a job has changed. Carries the id only: read the row. */
export class RowChanges {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  /** @param channel an SQL identifier fixed in code */
  constructor(
    notifications: Notifications,
    private readonly channel: string,
  ) {
    notifications.subscribe(
      channel,
      (id) => {
        this.emitter.emit(id);
      },
      () => {
        // What changed while the connection was down is unknown: everybody looks.
        for (const id of this.emitter.eventNames()) this.emitter.emit(id);
      },
    );
  }

  async announce(manager: EntityManager, id: string): Promise<void> {
    await manager.query('SELECT pg_notify($1, $2)', [this.channel, id]);
  }

  /** @returns the function that stops listening */
  onChange(id: string, listener: () => void): () => void {
    this.emitter.on(id, listener);
    return () => this.emitter.off(id, listener);
  }

  /** The row when it has finished, or as it is when the time is up. */
  async waitUntilFinished<Row>(
    id: string,
    read: () => Promise<Row>,
    isFinished: (row: Row) => boolean,
    timeoutMs: number,
  ): Promise<Row> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      let changed = (): void => undefined;
      const change = new Promise<void>((resolve) => (changed = resolve));
      const stopListening = this.onChange(id, changed);
      try {
        const row = await read();
        const remaining = deadline - performance.now();
        if (isFinished(row) || remaining <= 0) return row;
        await Promise.race([change, delay(Math.min(remaining, lookAgainMs))]);
      } finally {
        stopListening();
      }
    }
  }

  /** The row now and after each change, until it has finished. */
  follow<Row>(id: string, read: () => Promise<Row>, isFinished: (row: Row) => boolean): Observable<Row> {
    return new Observable((subscriber) => {
      let sending = Promise.resolve();
      const send = async (): Promise<void> => {
        if (subscriber.closed) return;
        const row = await read();
        subscriber.next(row);
        if (isFinished(row)) subscriber.complete();
      };
      const sendInTurn = (): void => {
        sending = sending.then(send).catch((error: unknown) => subscriber.error(error));
      };
      const stopListening = this.onChange(id, sendInTurn);
      const timer = setInterval(sendInTurn, keepAliveMs);
      sendInTurn();
      return () => {
        stopListening();
        clearInterval(timer);
      };
    });
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
