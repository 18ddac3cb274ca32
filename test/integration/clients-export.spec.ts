import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import pg from 'pg';
import { seedSampleClients } from '#libs/clients';
import { Role } from '#libs/platform';
import { type ClientsApp, startClientsApp } from '../support/clients-app.js';

const storedColumns = `age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, loyer_mensuel,
  anciennete_ans, montant_pret, historique_credits, score_credit, situation_familiale, region, smoker, sexe,
  nationalite_francaise`;

describe('the export of clients', () => {
  let clients: ClientsApp;
  let address: string;

  beforeAll(async () => {
    clients = await startClientsApp();
    await clients.app.listen(0, '127.0.0.1');
    address = await clients.app.getUrl();
  });

  afterAll(() => clients.close());

  beforeEach(() => clients.dataSource.query('DELETE FROM clients'));

  const get = (query = '', role = Role.Analyst) =>
    fetch(`${address}/clients/export${query}`, { headers: { 'x-test-role': role } });
  const stored = () => clients.dataSource.query<object[]>(`SELECT ${storedColumns} FROM clients ORDER BY id`);
  const insertRegions = (regions: string[], age = 1) =>
    clients.dataSource.query(
      `INSERT INTO clients (age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, anciennete_ans, region)
       SELECT $2, true, 'bac', -1.5, 0.5, 1, region FROM unnest($1::text[]) WITH ORDINALITY AS t (region, position) ORDER BY position`,
      [regions, age],
    );

  it('gives the original back when it is imported again', async () => {
    await seedSampleClients(clients.dataSource);
    const before = await stored();
    const response = await get('?include_sensitive=true');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="clients.csv"');
    const body = await response.text();
    await clients.dataSource.query('DELETE FROM clients');
    const imported = await fetch(`${address}/clients/import`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });
    expect(await imported.json()).toMatchObject({
      rows_imported: 4000,
      ignored_columns: ['id', 'created_at', 'updated_at'],
    });
    expect(await stored()).toEqual(before);
  });

  it('never holds a text that a spreadsheet would run, and gives every text back', async () => {
    const text = fc
      .tuple(
        fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '\n', "'", "'=", "''-", '"', ','),
        fc.string({ unit: 'binary', maxLength: 12 }),
      )
      .map(([start, rest]) => (start + rest).replaceAll('\u0000', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (regions) => {
        await clients.dataSource.query('DELETE FROM clients');
        await insertRegions(regions);
        const csv = await (await get('?include_sensitive=true')).text();
        const cells = parse(csv, { columns: true, record_delimiter: '\n' }).map(
          (record) => (record as Record<string, string>)['region']!,
        );
        expect(cells.filter((cell) => /^[=+\-@\t\r\n\0]/.test(cell))).toEqual([]);
        expect(cells.map((cell) => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell))).toEqual(regions);
      }),
      { numRuns: 60, seed: 20_251_202 },
    );
  }, 60_000);

  it('imports formulas and quotes back as they were', async () => {
    const regions = ['=1+1', "'=1", '-Corse', '@x', "l'Oise", "''+", 'a "b", c'];
    await insertRegions(regions);
    const body = await (await get('?include_sensitive=true')).text();
    expect(body).toContain("'=1+1");
    await clients.dataSource.query('DELETE FROM clients');
    await fetch(`${address}/clients/import`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });
    const rows = await clients.dataSource.query<{ region: string }[]>(
      'SELECT region FROM clients ORDER BY id',
    );
    expect(rows.map(({ region }) => region)).toEqual(regions);
  });

  it('leaves numbers numbers, negative ones too', async () => {
    await insertRegions(['Corse'], -1.6628417766393493);
    const [record] = parse(await (await get()).text(), { columns: true }) as Record<string, string>[];
    expect(record).toMatchObject({
      age: '-1.6628417766393493',
      revenu_estime_mois: '-1.5',
      loyer_mensuel: '',
    });
  });

  it('leaves the sensitive columns out, unless somebody who may write them asks', async () => {
    await insertRegions(['Corse']);
    const header = (await (await get('', Role.Viewer)).text()).split('\n')[0]!.split(',');
    for (const column of ['situation_familiale', 'region', 'smoker', 'sexe', 'nationalite_francaise']) {
      expect(header).not.toContain(column);
    }
    expect((await get('?include_sensitive=true', Role.Viewer)).status).toBe(403);
    expect(await (await get('?include_sensitive=true')).text()).toContain('Corse');
    const events = await clients.dataSource.query<object[]>(
      `SELECT action, subject_id, details FROM audit.events ORDER BY id DESC LIMIT 2`,
    );
    expect(events).toEqual([
      { action: 'clients.exported', subject_id: 'clients', details: { include_sensitive: true } },
      { action: 'clients.exported', subject_id: 'clients', details: { include_sensitive: false } },
    ]);
  });

  it('breaks the answer when the database fails in the middle, instead of ending it', async () => {
    await clients.dataSource.query(
      `INSERT INTO clients (age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, anciennete_ans)
       SELECT 1, true, 'bac', 1, 1, 1 FROM generate_series(1, 300000)`,
    );
    const response = await get();
    const reader = response.body!.getReader();
    await reader.read();
    const superuser = new pg.Client({ connectionString: clients.database.superuser });
    await superuser.connect();
    await superuser.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY (SELECT%' AND datname = current_database()`,
    );
    await superuser.end();
    const readOn = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(readOn()).rejects.toThrow('terminated');
  }, 30_000);

  it('frees its connection when the receiver goes away', async () => {
    await clients.dataSource.query(
      `INSERT INTO clients (age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, anciennete_ans)
       SELECT 1, true, 'bac', 1, 1, 1 FROM generate_series(1, 300000)`,
    );
    for (let round = 0; round < 6; round++) {
      const abort = new AbortController();
      const response = await fetch(`${address}/clients/export`, { signal: abort.signal });
      await response.body!.getReader().read();
      abort.abort();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const response = await get();
    expect((await response.text()).split('\n')).toHaveLength(300_002);
  }, 30_000);
});
