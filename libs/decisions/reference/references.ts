import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { RowValue } from '#libs/datasets';
import type { LiveVersion, ModelDefinition } from '#libs/models';
import { Clock, Logger } from '#libs/platform';
import { DecidingModels } from '../deciding-models.js';
import { measureReference, type Reference, type ReferenceSource, rowsPerTurn } from './measure-reference.js';

/** After that, the next card has the rows read again. */
const freshForMs = 3_600_000;

interface Known {
  readonly live: LiveVersion;
  reference: Reference | undefined;
  measuring: Promise<Reference> | undefined;
}

/** What champions answer to all rows, measured once per version and at most once an hour. */
@Injectable()
export class References {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly database: DataSource,
    private readonly models: DecidingModels,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Null: not measured within the time, or it could not be; the next call may be luckier. */
  async of(model: ModelDefinition, live: LiveVersion, waitMs: number): Promise<Reference | null> {
    const known = this.knownOf(model, live);
    if (known.reference) {
      const age = this.clock.now().getTime() - known.reference.measuredAt.getTime();
      if (age >= freshForMs) void this.measure(model, known);
      return known.reference;
    }
    const timer = new AbortController();
    try {
      return await Promise.race([
        this.measure(model, known),
        wait(waitMs, null, { signal: timer.signal, ref: false }),
      ]);
    } finally {
      timer.abort();
    }
  }

  private knownOf(model: ModelDefinition, live: LiveVersion): Known {
    const before = this.known.get(model.name);
    if (before?.live.row.version === live.row.version) return before;
    const known: Known = { live, reference: undefined, measuring: undefined };
    this.known.set(model.name, known);
    return known;
  }

  /** One measurement at a time per version, for whoever waits for it; never rejects. */
  private measure(model: ModelDefinition, known: Known): Promise<Reference | null> {
    const { live } = known;
    known.measuring ??= live
      .during(() =>
        measureReference({
          model,
          dataset: this.models.datasetOf(model),
          live,
          portions: (sql, take) => this.readPortions(sql, take),
          now: () => this.clock.now(),
        }),
      )
      .then((reference) => (known.reference = reference))
      .finally(() => (known.measuring = undefined));
    return known.measuring.catch((error: unknown) => {
      this.logger.error('The rows of a dataset cannot be compared', error, { model: model.name });
      return null;
    });
  }

  private readPortions(sql: string, take: Parameters<ReferenceSource['portions']>[1]): Promise<void> {
    return this.database.transaction(async (manager) => {
      await manager.query(`DECLARE compared NO SCROLL CURSOR FOR ${sql}`);
      for (let rows = rowsPerTurn; rows === rowsPerTurn;) {
        const portion = await manager.query<Record<string, RowValue>[]>(`FETCH ${rowsPerTurn} FROM compared`);
        await take(portion);
        rows = portion.length;
      }
    });
  }
}
