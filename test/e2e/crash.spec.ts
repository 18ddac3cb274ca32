import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { someFeatures } from '../support/loan-features.js';
import { asSuperuser } from '../support/held-table.js';
import type { TestDatabase } from '../support/test-database.js';
import { eventually } from '../support/eventually.js';
import { VeridictServer } from '../support/veridict-server.js';

const connections = 16;
const rounds = 3;

/** What a client holds in hand: the answer was read to its end. */
interface Acknowledged {
  readonly requestId: string;
  readonly predictionId: string;
}

/** Posts one prediction. Undefined: no answer came, so the client was promised nothing. */
function post(url: string, token: string, agent: Agent): Promise<Acknowledged | undefined> {
  const requestId = randomUUID();
  const body = JSON.stringify({ ...someFeatures, age: 20 + Math.floor(Math.random() * 50) });
  return new Promise((resolve, reject) => {
    const call = request(
      `${url}/clients/predict`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-request-id': requestId,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', () => resolve(undefined));
        response.on('end', () => {
          if (response.statusCode !== 200)
            return reject(new Error(`answered ${response.statusCode}: ${text}`));
          const { prediction_id: predictionId } = JSON.parse(text) as { prediction_id: string };
          resolve({ requestId, predictionId });
        });
      },
    );
    call.on('error', () => resolve(undefined));
    call.end(body);
  });
}

interface Comparison {
  /** Answers that a client holds and the audit does not. */
  readonly missing: string[];
  /** Requests with more records than answers. */
  readonly doubled: string[];
  /** Records whose answer never arrived. */
  readonly untold: number;
}

type RecordKey = Readonly<{ id: string; request_id: string }>;

function compare(acknowledged: readonly Acknowledged[], records: readonly RecordKey[]): Comparison {
  const requestOf = new Map(records.map(({ id, request_id }) => [id, request_id]));
  const told = new Set(acknowledged.map(({ predictionId }) => predictionId));
  const requests = records.map(({ request_id }) => request_id);
  return {
    missing: acknowledged
      .filter(({ predictionId, requestId }) => requestOf.get(predictionId) !== requestId)
      .map(({ predictionId }) => predictionId),
    doubled: requests.filter((id, i) => requests.indexOf(id, i + 1) !== -1 && requests.indexOf(id) === i),
    untold: records.filter(({ id }) => !told.has(id)).length,
  };
}

/** As on a slow disk: an answer that runs ahead of its commit is then caught by nearly every kill. */
async function slowCommits(database: TestDatabase): Promise<void> {
  await asSuperuser(
    database,
    `DO $$ BEGIN
       EXECUTE format('ALTER DATABASE %I SET commit_delay = 20000', current_database());
       EXECUTE format('ALTER DATABASE %I SET commit_siblings = 0', current_database());
     END $$`,
  );
}

const recordsIn = (database: TestDatabase): Promise<RecordKey[]> =>
  asSuperuser<RecordKey>(database, "SELECT id, request_id FROM audit.predictions WHERE status = 'answered'");

describe('a server that is killed under load', () => {
  it('has a record of every answer that a client received', async () => {
    const database = await VeridictServer.installed();
    await slowCommits(database);
    const acknowledged: Acknowledged[] = [];
    let server = await VeridictServer.start({ database });
    try {
      for (let round = 1; round <= rounds; round++) {
        const { url } = server;
        const token = await server.signIn();
        const agent = new Agent({ keepAlive: true, maxSockets: connections });
        const before = acknowledged.length;
        let alive = true;
        const clients = Array.from({ length: connections }, async () => {
          while (alive) {
            const answer = await post(url, token, agent);
            // A dead server answers nobody; its clients stop.
            if (!answer) return;
            acknowledged.push(answer);
          }
        });
        // At least this much load, then a moment that nobody chose.
        const enough = before + 300 + Math.floor(Math.random() * 1500);
        await eventually(() => Promise.resolve(acknowledged.length >= enough));
        const pid = server.process.pid;
        await server.signal('SIGKILL');
        alive = false;
        await Promise.all(clients);
        agent.destroy();
        await server.stop();
        server = await VeridictServer.start({ database });
        expect(server.process.pid).not.toBe(pid);

        const { missing, doubled, untold } = compare(acknowledged, await recordsIn(database));
        console.log(
          `SIGKILL ${round}: ${acknowledged.length - before} acknowledged in this round; in all ${acknowledged.length} acknowledged, ${missing.length} missing, ${doubled.length} doubled, ${untold} recorded that nobody was told of`,
        );
        expect(missing).toEqual([]);
        expect(doubled).toEqual([]);
        expect(new Set(acknowledged.map(({ predictionId }) => predictionId)).size).toBe(acknowledged.length);
        // Each connection can have lost at most one answer per kill.
        expect(untold).toBeLessThanOrEqual(connections * round);
      }

      // What the API itself shows after the last restart, for a sample.
      const veridict = await server.adminClient();
      for (const { predictionId, requestId } of acknowledged.slice(-20)) {
        const { data } = await veridict.getPredictionRecord({ path: { id: predictionId } });
        expect(data).toMatchObject({ request_id: requestId, status: 'answered', http_status: 200 });
        const { data: replay } = await veridict.replayPrediction({ path: { id: predictionId } });
        expect(replay.identical).toBe(true);
      }

      // The comparison itself can fail: it finds one lost and one doubled record among all of them.
      const records = await recordsIn(database);
      const lost = acknowledged[Math.floor(acknowledged.length / 2)]!;
      const withoutIt = records.filter(({ id }) => id !== lost.predictionId);
      expect(compare(acknowledged, withoutIt).missing).toEqual([lost.predictionId]);
      const twice = [...records, { id: randomUUID(), request_id: lost.requestId }];
      expect(compare(acknowledged, twice).doubled).toEqual([lost.requestId]);
    } finally {
      await server.stop();
      await database.drop();
    }
  });
});
