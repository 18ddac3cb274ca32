import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientDto, VeridictOperations } from '#libs/sdk';
import { featuresOf, manyPredictions, onePrediction } from '../support/loan-features.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

// The files belong to nobody who may publish them, so they lie beside the repository, where there are any.
const folder = resolve('../shared/data');
const raw = join(folder, 'simplon_loan_raw_v1.csv');
const clean = join(folder, 'simplon_fichier_clean.csv');
const rowCount = 10_000;
const path = { model: 'loan-amount' };

/** Skipped where the file is missing, and listed as such. */
const withFile = (file: string): typeof describe | typeof describe.skip =>
  existsSync(file) ? describe : describe.skip;

class Installation {
  server!: VeridictServer;
  veridict!: VeridictOperations;

  async start(): Promise<void> {
    this.server = await VeridictServer.start({ installation: 'empty' });
    this.veridict = await this.server.adminClient();
  }

  async everyClient(): Promise<ClientDto[]> {
    const clients: ClientDto[] = [];
    for (let cursor: string | undefined; ;) {
      const { data } = await this.veridict.listClients({
        query: { limit: 1000, ...(cursor ? { cursor } : {}) },
      });
      clients.push(...data.items);
      if (data.next_cursor === null) return clients;
      cursor = data.next_cursor;
    }
  }
}

withFile(raw)('simplon_loan_raw_v1.csv', () => {
  const here = new Installation();
  beforeAll(() => here.start());
  afterAll(() => here.server.stop());

  it('is imported as it is, in less than three seconds', async () => {
    const body = await readFile(raw, 'utf8');
    const started = performance.now();
    const { data: report } = await here.veridict.importClients({ body });
    const seconds = (performance.now() - started) / 1000;
    console.log(`simplon_loan_raw_v1.csv: ${report.rows_imported} rows imported in ${seconds.toFixed(2)} s`);
    expect(report).toMatchObject({ rows_imported: rowCount, rows_refused: 0 });
    expect(seconds).toBeLessThan(3);
    expect((await here.veridict.countClients()).data.count).toBe(rowCount);
  });

  it('trains a version that beats the mean', async () => {
    const result = await trainNow(here.veridict);
    console.log(
      `simplon_loan_raw_v1.csv: trained in ${result.duration_ms} ms, held-out R² ${result.metrics['R²']!.toFixed(3)}`,
    );
    expect(result).toMatchObject({ promoted: true, n_rows: rowCount });
    expect(result.metrics['RMSE']).toBeLessThan(result.baseline_metrics['RMSE']!);
  });

  it('gives every client exactly the same number by id and by body', async () => {
    const clients = await here.everyClient();
    expect(clients).toHaveLength(rowCount);
    const byId = new Map<number, number>();
    const queue = [...clients];
    const started = performance.now();
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (let client = queue.pop(); client; client = queue.pop()) {
          const { data } = await here.veridict.predictClientById({ path: { id: client.id } });
          byId.set(client.id, data.prediction);
        }
      }),
    );
    const seconds = (performance.now() - started) / 1000;
    console.log(`simplon_loan_raw_v1.csv: ${byId.size} predictions by id in ${seconds.toFixed(1)} s`);
    expect(byId.size).toBe(rowCount);

    const batchSize = 500;
    let different = 0;
    for (let from = 0; from < clients.length; from += batchSize) {
      const batch = clients.slice(from, from + batchSize);
      const instances = batch.map((client) => ({ ...featuresOf(client) }));
      const answers = manyPredictions(await here.veridict.predict({ path, body: { instances } }));
      answers.forEach(({ prediction }, i) => {
        if (!Object.is(prediction, byId.get(batch[i]!.id))) different += 1;
      });
    }
    expect(different).toBe(0);

    for (let i = 0; i < clients.length; i += 50) {
      const features = featuresOf(clients[i]!);
      const [typed, generic] = await Promise.all([
        here.veridict.predictClient({ body: features }),
        here.veridict.predict({ path, body: { features: { ...features } } }),
      ]);
      expect(Object.is(typed.data.prediction, byId.get(clients[i]!.id))).toBe(true);
      expect(Object.is(onePrediction(generic).prediction, byId.get(clients[i]!.id))).toBe(true);
    }
  });
});

withFile(clean)('simplon_fichier_clean.csv', () => {
  const here = new Installation();
  beforeAll(() => here.start());
  afterAll(() => here.server.stop());

  it('holds no more than an R² of about 0.17 for a linear model', async () => {
    const body = await readFile(clean, 'utf8');
    const { data: report } = await here.veridict.importClients({ body });
    const rows = body.trimEnd().split('\n').length - 1;
    expect(report).toMatchObject({ rows_imported: rows, rows_refused: 0 });
    const result = await trainNow(here.veridict, { algorithm: 'linear' });
    const r2 = result.metrics['R²']!;
    console.log(`simplon_fichier_clean.csv: held-out R² ${r2.toFixed(4)} on ${result.n_rows} rows`);
    expect(r2).toBeGreaterThan(0.1);
    expect(r2).toBeLessThan(0.22);
    expect(result.promoted).toBe(true);
  });
});
