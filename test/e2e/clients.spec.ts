import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { ClientDto, CsvImportReportDto, NewClientDto, VeridictOperations } from '#libs/sdk';
import { problemOf } from '../support/problem.js';
import { VeridictServer } from '../support/veridict-server.js';

const body: NewClientDto = {
  age: 41,
  sport_licence: false,
  niveau_etude: 'master',
  revenu_estime_mois: 2850,
  risque_personnel: 0.31,
  loyer_mensuel: 780,
  anciennete_ans: 3.5,
  montant_pret: 8500,
};
const header =
  'age,sport_licence,niveau_etude,revenu_estime_mois,risque_personnel,loyer_mensuel,anciennete_ans';
const row = (age: number | string): string => `${age},oui,master,2000,0.5,600,2`;
const file = (...rows: string[]): string => `${[header, ...rows].join('\n')}\n`;

let server: VeridictServer;
let veridict: VeridictOperations;
let token: string;
let superuser: pg.Client;

beforeAll(async () => {
  server = await VeridictServer.start({ installation: 'empty' });
  token = await server.signIn();
  veridict = server.client({ token });
  superuser = new pg.Client({ connectionString: server.database.superuser });
  await superuser.connect();
});

afterAll(async () => {
  await superuser?.end();
  await server?.stop();
});

const request = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    ...init,
    headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` },
  });
const importCsv = (text: string | Uint8Array<ArrayBuffer>, query = ''): Promise<Response> =>
  request(`/clients/import${query}`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: text });
const empty = (): Promise<unknown> => superuser.query('TRUNCATE clients');

describe('a client', () => {
  it('is added, read, changed and deleted', async () => {
    const created = await veridict.createClient({ body });
    expect(created.response.status).toBe(201);
    const { id } = created.data;
    expect(created.response.headers.get('location')).toBe(`/clients/${id}`);
    expect(created.response.headers.get('etag')).toBe('"1"');
    expect(created.data).toMatchObject({ ...body, version: 1 });

    const read = await veridict.getClient({ path: { id } });
    expect(read.data).toEqual(created.data);
    const headers = { 'If-Match': read.response.headers.get('etag')! };

    const changed = await veridict.changeClient({ path: { id }, headers, body: { loyer_mensuel: null } });
    expect(changed.data).toMatchObject({ ...body, loyer_mensuel: null, version: 2 });
    expect(changed.response.headers.get('etag')).toBe('"2"');
    await expect(veridict.changeClient({ path: { id }, headers, body: { age: 42 } })).rejects.toMatchObject({
      status: 412,
      code: 'precondition_failed',
    });
    await expect(veridict.deleteClient({ path: { id }, headers })).rejects.toMatchObject({ status: 412 });

    expect((await veridict.deleteClient({ path: { id } })).response.status).toBe(204);
    await expect(veridict.getClient({ path: { id } })).rejects.toMatchObject({
      status: 404,
      code: 'client_not_found',
    });
    await expect(veridict.deleteClient({ path: { id } })).rejects.toMatchObject({ status: 404 });
  });

  it('is not changed without If-Match', async () => {
    const { id } = (await veridict.createClient({ body })).data;
    const response = await request(`/clients/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: '{"age": 50}',
    });
    expect(await problemOf(response)).toMatchObject({ status: 428 });
  });

  it('is refused with every field that is missing or wrong', async () => {
    await expect(
      veridict.createClient({ body: { ...body, age: 'old', loyer_mensuel: undefined } as never }),
    ).rejects.toMatchObject({
      status: 422,
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer: '/age' }),
        expect.objectContaining({ pointer: '/loyer_mensuel' }),
      ]),
    });
  });

  it('shows what is only kept to watch fairness to those alone who may write it, and only when asked', async () => {
    const { data: created } = await veridict.createClient({
      body: { ...body, sexe: 'F', nationalite_francaise: true },
    });
    const path = { id: created.id };
    expect((await veridict.getClient({ path })).data).not.toHaveProperty('sexe');
    expect((await veridict.getClient({ path, query: { include_sensitive: true } })).data).toMatchObject({
      sexe: 'F',
      nationalite_francaise: true,
    });
    const password = 'nine lanterns over a quiet harbour';
    await server.client().registerAccount({ body: { email: 'viewer@example.org', password } });
    const viewer = server.client({ token: await server.signIn('viewer@example.org', password) });
    expect((await viewer.getClient({ path })).data).not.toHaveProperty('sexe');
    await expect(viewer.getClient({ path, query: { include_sensitive: true } })).rejects.toMatchObject({
      status: 403,
    });
  });
});

describe('the list of clients', () => {
  beforeAll(async () => {
    await empty();
    const rows = Array.from({ length: 57 }, (_, index) => row(18 + (index % 20)));
    expect((await importCsv(file(...rows))).status).toBe(200);
  });

  const walk = async (query: Parameters<VeridictOperations['listClients']>[0]): Promise<ClientDto[]> => {
    const items: ClientDto[] = [];
    let cursor: string | undefined;
    for (;;) {
      const { data } = await veridict.listClients({
        query: { ...query?.query, limit: 10, ...(cursor ? { cursor } : {}) },
      });
      items.push(...data.items);
      if (data.next_cursor === null) {
        expect(data.total).toBe(items.length);
        return items;
      }
      expect(data.items).toHaveLength(10);
      cursor = data.next_cursor;
    }
  };

  it('is walked to its end, each client once', async () => {
    const clients = await walk({});
    expect(new Set(clients.map(({ id }) => id)).size).toBe(57);
  });

  it('is sorted, ties included, and filtered', async () => {
    const ages = (await walk({ query: { sort: '-age' } })).map(({ age }) => age);
    expect(ages).toEqual([...ages].sort((a, b) => b - a));
    expect(ages).toHaveLength(57);
    const some = await walk({ query: { min_age: 20, max_age: 22 } });
    expect(new Set(some.map(({ age }) => age))).toEqual(new Set([20, 21, 22]));
  });

  it('is counted, and its newest member found', async () => {
    expect((await veridict.countClients()).data).toEqual({ count: 57 });
    const { id } = (await veridict.createClient({ body })).data;
    expect((await veridict.getLatestClient()).data.id).toBe(id);
    await veridict.deleteClient({ path: { id } });
  });

  it('answers with a trailing slash too, as the predecessor was called', async () => {
    const response = await request('/clients/?limit=1');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ total: 57 });
  });

  it('has no latest client when it is empty', async () => {
    await empty();
    await expect(veridict.getLatestClient()).rejects.toMatchObject({ code: 'client_not_found' });
    expect((await veridict.listClients()).data).toEqual({ items: [], next_cursor: null, total: 0 });
  });
});

describe('an import', () => {
  beforeEach(empty);
  const count = async (): Promise<number> => (await veridict.countClients()).data.count;

  it('takes a text/csv body, through the SDK and without it', async () => {
    expect((await veridict.importClients({ body: file(row(20), row(30)) })).data).toMatchObject({
      rows_read: 2,
      rows_imported: 2,
      rows_refused: 0,
      refusals: [],
    });
    expect((await importCsv(file(row(40)))).status).toBe(200);
    expect(await count()).toBe(3);
  });

  it('takes a multipart body with the field file, through the SDK and without it', async () => {
    const form = (name: string): FormData => {
      const data = new FormData();
      data.append(name, new Blob([file(row(20))], { type: 'text/csv' }), 'clients.csv');
      return data;
    };
    const response = await request('/clients/import', { method: 'POST', body: form('file') });
    expect(response.status).toBe(200);
    await veridict.importClients({ body: form('file') as never, headers: { 'Content-Type': null } });
    expect(await count()).toBe(2);
    const other = await request('/clients/import', { method: 'POST', body: form('table') });
    expect(await problemOf(other)).toMatchObject({ status: 422, errors: [{ pointer: '/file' }] });
  });

  it('is all or nothing, and names each line and column that is wrong', async () => {
    const response = await importCsv(file(row(20), row('old'), row(30), '1,2,3'));
    const problem = await problemOf(response);
    expect(problem).toMatchObject({ status: 422, code: 'import_refused' });
    expect(problem.errors).toEqual([
      { pointer: '/line/3/age', detail: 'must be a number' },
      { pointer: '/line/5', detail: 'has 3 cells where the header has 7' },
    ]);
    expect(JSON.stringify(problem)).not.toContain('old');
    expect(await count()).toBe(0);
  });

  it('takes the good rows with partial=true, and reports the others', async () => {
    const { data } = await veridict.importClients({
      body: file(row(20), row('old'), row(30)),
      query: { partial: true },
    });
    expect(data).toMatchObject({
      rows_read: 3,
      rows_imported: 2,
      rows_refused: 1,
      refusals: [{ line: 3, column: 'age', detail: 'must be a number' }],
      refusals_truncated: false,
    });
    expect(await count()).toBe(2);
  });

  it('refuses a file without a header, with an unknown column, without a column, and an empty one', async () => {
    for (const text of [row(20), `${header},colour\n${row(20)},red\n`, 'age\n20\n', '']) {
      const response = await importCsv(text);
      expect(await problemOf(response)).toMatchObject({ status: 422, code: 'import_refused' });
    }
    expect(await count()).toBe(0);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux(
    'of 200,000 rows needs hardly more memory than the server has anyway',
    async () => {
      const chunk = `${Array.from({ length: 1000 }, () => row(30)).join('\n')}\n`;
      const stream = ReadableStream.from(
        (function* () {
          yield Buffer.from(`${header}\n`);
          for (let part = 0; part < 200; part++) yield Buffer.from(chunk);
        })(),
      );
      const peakMiB = (): number =>
        Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.process.pid}/status`, 'utf8'))![1]) / 1024;
      const before = peakMiB();
      const response = await request('/clients/import', {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: stream,
        duplex: 'half',
      });
      expect(((await response.json()) as CsvImportReportDto).rows_imported).toBe(200_000);
      expect(peakMiB() - before).toBeLessThan(150);
    },
    240_000,
  );

  it('is written down, with counts and without rows', async () => {
    await importCsv(file(row(20)));
    const { data } = await veridict.listAdministrativeEvents({
      query: { action: 'clients.imported', limit: 1 },
    });
    expect(data.items[0]).toMatchObject({ details: { rows_imported: 1, rows_refused: 0, partial: false } });
  });
});

describe('an export', () => {
  beforeEach(empty);

  it('comes in again as it was, formulas and all', async () => {
    await veridict.createClient({
      body: { ...body, region: '=1+1', situation_familiale: 'marié', smoker: true },
    });
    await veridict.createClient({ body: { ...body, loyer_mensuel: null, region: 'Île-de-France, "Paris"' } });
    const all = async (): Promise<unknown[]> => {
      const { data } = await veridict.listClients({ query: { limit: 100, include_sensitive: true } });
      return data.items.map(({ id: _, created_at: __, updated_at: ___, version: ____, ...rest }) => rest);
    };
    const before = await all();
    const exported = await request('/clients/export?include_sensitive=true');
    expect(exported.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(exported.headers.get('content-disposition')).toContain('attachment');
    const text = await exported.text();
    expect(text).not.toMatch(/(^|,|")[=+@]/m);
    expect((await veridict.exportClients({ query: { include_sensitive: true } })).data).toBe(text);
    await empty();
    expect((await importCsv(text)).status).toBe(200);
    expect(await all()).toEqual(before);
  });

  it('leaves the sensitive columns out unless asked', async () => {
    await veridict.createClient({ body: { ...body, sexe: 'F' } });
    expect(await (await request('/clients/export')).text()).not.toContain('sexe');
  });
});

const shared = resolve(import.meta.dirname, '../../../shared/data');
const given = [
  { name: 'simplon_loan_raw_v1.csv', rows: 10_000 },
  { name: 'simplon_fichier_clean.csv', rows: undefined },
];

describe.each(given)('the given file $name', ({ name, rows }) => {
  const path = resolve(shared, name);
  const there = existsSync(path) ? it : it.skip;

  there('is imported as it is, quickly', async () => {
    await empty();
    const text = readFileSync(path);
    const startedAt = performance.now();
    const response = await importCsv(new Uint8Array(text));
    const seconds = (performance.now() - startedAt) / 1000;
    const report = (await response.json()) as CsvImportReportDto;
    expect(response.status).toBe(200);
    console.log(`${name}: ${report.rows_imported} rows in ${seconds.toFixed(2)} s`);
    expect(report.rows_refused).toBe(0);
    expect((await veridict.countClients()).data.count).toBe(report.rows_read);
    if (rows !== undefined) expect(report.rows_imported).toBe(rows);
    // The aim is 3 s on an idle machine; the tests share theirs.
    expect(seconds).toBeLessThan(10);
  });
});
