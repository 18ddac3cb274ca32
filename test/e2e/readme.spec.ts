import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, VeridictServer } from '../support/veridict-server.js';

const run = promisify(execFile);
const readmeFile = resolve(import.meta.dirname, '../../README.md');

describe("the README's tour", () => {
  let server: VeridictServer;

  beforeAll(async () => {
    server = await VeridictServer.start();
  }, 60_000);

  afterAll(() => server?.stop());

  it('works as it is pasted', async () => {
    const blocks = [...(await readFile(readmeFile, 'utf8')).matchAll(/^```sh\n(.*?)^```$/gms)];
    expect(blocks.length).toBeGreaterThan(5);
    const { stdout } = await run(
      // A reader would not go on after a line that failed.
      'bash',
      ['-euo', 'pipefail', '-c', blocks.map(([, lines]) => lines).join('\n')],
      {
        env: {
          PATH: process.env['PATH'],
          BASE: server.url,
          EMAIL: admin.email,
          PASSWORD: admin.password,
        },
      },
    );
    const answers = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const [me, client, training, model, byBody, byId, explained, record, replay, leaves, lineage] = answers;
    expect(me).toMatchObject({ email: admin.email, role: 'admin' });
    expect(client).toMatchObject({ niveau_etude: 'master' });
    expect(training).toMatchObject({ model: 'loan-amount', metrics: { RMSE: expect.any(Number) } });
    expect(model).toMatchObject({ name: 'loan-amount', ready: true });
    expect(byBody?.['prediction']).toEqual(expect.any(Number));
    expect(byId?.['prediction']).toBe(byBody?.['prediction']);
    expect(explained).toMatchObject({
      prediction: byBody?.['prediction'],
      explanation: { unit: 'EUR', contributions: expect.any(Array) },
    });
    expect(record).toMatchObject({ id: byBody?.['prediction_id'], status: 'answered' });
    expect(replay).toMatchObject({ identical: true });
    expect(leaves).toMatchObject({ model: 'attrition', probability: expect.any(Number) });
    expect(lineage).toMatchObject({ id: 7, complete: true, missing: [] });
  }, 60_000);
});
