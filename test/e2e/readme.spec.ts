import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, VeridictServer } from '../support/veridict-server.js';

const run = promisify(execFile);
const readmeFile = resolve(import.meta.dirname, '../../README.md');

describe("the README's tour", () => {
  let server: VeridictServer;

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'every_model' });
  });

  afterAll(() => server?.stop());

  it('works as it is pasted', async () => {
    const blocks = [...(await readFile(readmeFile, 'utf8')).matchAll(/^```sh\n(.*?)^```$/gms)];
    expect(blocks.length).toBeGreaterThan(5);
    const folder = await mkdtemp(join(tmpdir(), 'readme-'));
    const { stdout } = await run(
      // A reader would not go on after a line that failed.
      'bash',
      ['-euo', 'pipefail', '-c', blocks.map(([, lines]) => lines).join('\n')],
      {
        // The tour writes a file.
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          BASE: server.url,
          EMAIL: admin.email,
          PASSWORD: admin.password,
        },
      },
    ).finally(() => rm(folder, { recursive: true }));
    const answers = stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const [me, client, training, model, byBody, byId, explained, record, replay, leaves, lineage, ...more] =
      answers;
    const [shown, dataset, profile, made, trained, why, member, card, whatIf, counterfactual, ours] = more;
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
    expect(shown).toMatchObject({ row_count: 2000, inferred: { delimiter: ';', decimal_comma: true } });
    expect(dataset).toMatchObject({ name: 'members', origin: 'owned', identifier: 'member' });
    expect(profile).toMatchObject({ rows_profiled: 2000, target: 'cancelled', warnings: [] });
    expect(made).toMatchObject({ name: 'cancellation', task: 'binary', target: 'cancelled' });
    expect(trained).toMatchObject({ model: 'cancellation', promoted: true });
    expect(why).toMatchObject({ model: 'cancellation', explanation: { contributions: expect.any(Array) } });
    // Who hardly ever comes leaves.
    expect(member?.['probability']).toBeGreaterThan(0.6);
    expect(card).toMatchObject({ customer_id: 500002, decision: expect.any(String) });
    expect(whatIf).toMatchObject({ changes: [{ feature: 'AMT_CREDIT', to: 200000 }] });
    expect(counterfactual).toMatchObject({ customer_id: 500002, found: expect.any(Boolean) });
    expect(ours).toMatchObject({ model: 'cancellation', row_id: '7' });
  });
});
