import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import pg from 'pg';
import { PredictionAudit, type PredictionRecord } from '#libs/audit';
import { DirectConnections } from '#libs/database';
import { Logger, Metrics } from '#libs/platform';
import { MovableClock, predictionRecord } from '../support/audit-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** The statement's own limit (3 s), the client's (3.5 s), and some time for a busy machine. */
const limitMs = 5_000;
const unavailable = { code: 'audit_unavailable', retryAfterSeconds: 1 };

describe('when records cannot be written', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let clock: MovableClock;
  let connections: DirectConnections;
  let audit: PredictionAudit;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.migration });
    await owner.connect();
  });

  beforeEach(() => open(database.application));

  afterEach(async () => {
    await audit.close();
    await connections.close();
  });

  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  function open(url: string): void {
    clock = new MovableClock();
    connections = new DirectConnections(url, undefined, () => undefined);
    audit = new PredictionAudit(connections, clock, new Logger('silent'), new Metrics());
  }

  async function count(records: readonly PredictionRecord[]): Promise<number> {
    const { rows } = await owner.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM audit.predictions WHERE id = ANY($1)',
      [records.map(({ id }) => id)],
    );
    return rows[0]!.count;
  }

  /** Error code of each call, or `written`. */
  function outcomes(calls: readonly (readonly PredictionRecord[])[]): Promise<string[]> {
    return Promise.all(
      calls.map((records) =>
        audit.write(records).then(
          () => 'written',
          (error: { code: string }) => error.code,
        ),
      ),
    );
  }

  it('refuses every caller within the limit while the table is locked, and recovers', async () => {
    await audit.write([predictionRecord()]);
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE audit.predictions');
    const startedAt = performance.now();
    const calls: Promise<string[]>[] = [];
    for (let round = 0; round < 20; round++) {
      calls.push(outcomes([[predictionRecord()], [predictionRecord()]]));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(new Set((await Promise.all(calls)).flat())).toEqual(new Set(['audit_unavailable']));
    expect(performance.now() - startedAt).toBeLessThan(limitMs);
    expect(await audit.writable()).toBe(false);
    clock.advance(10_000);
    // The failure is forgotten, the lock is seen by itself.
    expect(await audit.writable()).toBe(false);
    await owner.query('ROLLBACK');
    const record = predictionRecord();
    await audit.write([record]);
    expect(await audit.writable()).toBe(true);
    expect(await count([record])).toBe(1);
  }, 30_000);

  it('refuses at once what is more than the queue may hold', async () => {
    await owner.query('BEGIN');
    await owner.query('LOCK TABLE audit.predictions');
    const thousand = (): PredictionRecord[] => Array.from({ length: 1_000 }, () => predictionRecord());
    const inFlight = outcomes([thousand(), thousand()]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const waiting = outcomes(Array.from({ length: 10 }, thousand));
    const startedAt = performance.now();
    await expect(audit.write([predictionRecord()])).rejects.toMatchObject(unavailable);
    expect(performance.now() - startedAt).toBeLessThan(100);
    expect(new Set([...(await inFlight), ...(await waiting)])).toEqual(new Set(['audit_unavailable']));
    await owner.query('ROLLBACK');
  }, 30_000);

  it('refuses callers within the limit when the server stops answering without a word', async () => {
    const target = new URL(database.application);
    const freezer = await startFreezableProxy(Number(target.port));
    await audit.close();
    await connections.close();
    target.port = String(freezer.port);
    open(target.href);
    await audit.write([predictionRecord()]);
    freezer.freeze();
    const startedAt = performance.now();
    expect(new Set(await outcomes(Array.from({ length: 40 }, () => [predictionRecord()])))).toEqual(
      new Set(['audit_unavailable']),
    );
    expect(performance.now() - startedAt).toBeLessThan(limitMs);
    freezer.thaw();
    await audit.write([predictionRecord()]);
    await audit.close();
    await connections.close();
    await freezer.close();
    open(database.application);
  }, 30_000);

  it('refuses callers, and is not writable, when INSERT was revoked', async () => {
    await owner.query('REVOKE INSERT ON audit.predictions FROM veridict_app');
    expect(await audit.writable()).toBe(false);
    await expect(audit.write([predictionRecord()])).rejects.toMatchObject(unavailable);
    await owner.query('GRANT INSERT ON audit.predictions TO veridict_app');
    expect(await audit.writable()).toBe(false);
    clock.advance(10_000);
    expect(await audit.writable()).toBe(true);
    await audit.write([predictionRecord()]);
  });

  it('refuses a record that the table refuses, and none of its neighbours', async () => {
    const first = predictionRecord();
    await audit.write([first]);
    const good = Array.from({ length: 30 }, () => predictionRecord());
    const tooLargeVersion = predictionRecord({ modelVersion: 2 ** 31 });
    const sameId = predictionRecord({ id: first.id });
    const tooLongForTheIndex = predictionRecord({
      subjectId: Array.from({ length: 20_000 }, (_, index) =>
        String.fromCodePoint(0x4e00 + ((index * 7919) % 20_000)),
      ).join(''),
    });
    const calls = [
      ...good.slice(0, 10),
      tooLargeVersion,
      ...good.slice(10, 20),
      sameId,
      tooLongForTheIndex,
      ...good.slice(20),
    ];
    const refused = (await outcomes(calls.map((record) => [record])))
      .map((outcome, index) => (outcome === 'written' ? undefined : calls[index]))
      .filter((record) => record !== undefined);
    expect(refused).toEqual([tooLargeVersion, sameId, tooLongForTheIndex]);
    expect(await count(good)).toBe(30);
    expect(await count([tooLargeVersion, tooLongForTheIndex])).toBe(0);
    // The record is at fault, not the table.
    expect(await audit.writable()).toBe(true);
  });

  it("writes all of a call's records or none", async () => {
    const call = [predictionRecord(), predictionRecord({ modelVersion: 2 ** 31 }), predictionRecord()];
    const other = [predictionRecord(), predictionRecord()];
    expect(await outcomes([call, other])).toEqual(['audit_unavailable', 'written']);
    expect(await count(call)).toBe(0);
    expect(await count(other)).toBe(2);
  });
});

/** Passes bytes on until it is told to freeze: connections then stay open and silent. */
async function startFreezableProxy(
  port: number,
): Promise<{ port: number; freeze(): void; thaw(): void; close(): Promise<void> }> {
  let frozen = false;
  const sockets = new Set<Socket>();
  const server: Server = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        if (!frozen) to.write(chunk);
      });
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      frozen = true;
    },
    thaw: () => {
      frozen = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
