import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ClientTransfersService } from '#libs/clients';
import { FileUpload, Role } from '#libs/platform';
import { clientHeader, clientLine } from '../support/client-rows.js';
import { actorOf, type ClientsApp, startClientsApp } from '../support/clients-app.js';

type UploadBody = NonNullable<RequestInit['body']>;

interface Report {
  rows_read: number;
  rows_imported: number;
  rows_refused: number;
  refusals: { line: number; column: string | null; detail: string }[];
  refusals_truncated: boolean;
  ignored_columns: string[];
  duration_ms: number;
}

interface Problem {
  code: string;
  detail: string;
  rows_refused: number;
  refusals_truncated: boolean;
  errors: { pointer: string; detail: string }[];
}

const dataFolder = join(import.meta.dirname, '../../../shared/data');
const withData = existsSync(dataFolder) ? it : it.skip;
const dataFile = (name: string): Buffer => readFileSync(join(dataFolder, name));

describe('the import of clients', () => {
  let clients: ClientsApp;
  let port: number;

  beforeAll(async () => {
    clients = await startClientsApp();
    await clients.app.listen(0, '127.0.0.1');
    port = Number(new URL(await clients.app.getUrl()).port);
  });

  afterAll(() => clients.close());

  beforeEach(() => clients.dataSource.query('DELETE FROM clients'));

  const send = (
    body: UploadBody,
    query = '',
    headers: Record<string, string> = { 'content-type': 'text/csv' },
  ) => fetch(`http://127.0.0.1:${port}/clients/import${query}`, { method: 'POST', body, headers });
  const imported = async (body: UploadBody, query = ''): Promise<Report> => {
    const response = await send(body, query);
    const text = await response.text();
    expect([response.status, text]).toEqual([200, expect.anything()]);
    return JSON.parse(text) as Report;
  };
  const refused = async (body: UploadBody, query = ''): Promise<Problem> => {
    const response = await send(body, query);
    expect(response.status).toBe(422);
    const problem = (await response.json()) as Problem;
    expect(problem.code).toBe('import_refused');
    expect(await stored()).toBe(0);
    return problem;
  };
  const stored = async (): Promise<number> => {
    const [{ count }] = await clients.dataSource.query<[{ count: number }]>(
      'SELECT count(*)::int AS count FROM clients',
    );
    return count;
  };
  const rows = (columns: string, order = 'ORDER BY id') =>
    clients.dataSource.query<Record<string, unknown>[]>(`SELECT ${columns} FROM clients ${order}`);
  const file = (...lines: string[]): string => `${[clientHeader, ...lines].join('\n')}\n`;

  withData('takes the raw table as it is (needs ../shared/data)', async () => {
    const report = await imported(dataFile('simplon_loan_raw_v1.csv'));
    expect(report).toMatchObject({ rows_read: 10_000, rows_imported: 10_000, rows_refused: 0, refusals: [] });
    expect(report.ignored_columns).toEqual(['nom', 'prenom', 'taille', 'poids']);
    expect(report.duration_ms).toBeLessThan(3000);
    const [totals] = await rows(
      `count(*)::int AS n, count(loyer_mensuel)::int AS rents, count(score_credit)::int AS scores,
       count(historique_credits)::int AS histories, count(situation_familiale)::int AS situations,
       count(*) FILTER (WHERE sexe = 'H')::int AS men, min(loyer_mensuel) AS lowest_rent,
       count(*) FILTER (WHERE region = 'Provence-Alpes-Côte d’Azur')::int AS paca`,
      '',
    );
    expect(totals).toEqual({
      n: 10_000,
      rents: 7029,
      scores: 4744,
      histories: 4692,
      situations: 7545,
      men: 5078,
      lowest_rent: -245.1,
      paca: 1231,
    });
  });

  withData('takes the standardised file as it is, and both files agree where they must', async () => {
    const clean = dataFile('simplon_fichier_clean.csv');
    expect(await imported(clean)).toMatchObject({ rows_imported: 8797, ignored_columns: ['(unnamed)'] });
    const standardised = await rows('niveau_etude, sport_licence, montant_pret, anciennete_ans');
    await clients.dataSource.query('DELETE FROM clients');
    await imported(dataFile('simplon_loan_raw_v1.csv'));
    const raw = await rows('niveau_etude, sport_licence, montant_pret, anciennete_ans');
    // The unnamed column of the standardised file is the row's number in the raw one.
    const numbers = clean
      .toString()
      .split('\n')
      .slice(1, -1)
      .map((line) => Number(line.split(',')[0]));
    const differing = numbers.filter((number, index) => {
      const [left, right] = [standardised[index]!, raw[number]!];
      return (
        left['niveau_etude'] !== right['niveau_etude'] ||
        left['sport_licence'] !== right['sport_licence'] ||
        Math.abs(Number(left['montant_pret']) - Number(right['montant_pret'])) > 1e-9 ||
        Math.abs(Number(left['anciennete_ans']) - Number(right['anciennete_ans'])) > 1e-9
      );
    });
    expect(differing).toEqual([]);
  });

  it('stores nothing when one row cannot be taken, and names each reason by line and column', async () => {
    const problem = await refused(
      file(
        clientLine,
        'x,oui,master,2850,0.31,,3.5,',
        '41,peut-être,licence,2850,0.31,780,3.5,8500',
        '41,oui,master,2850,0.31,780,3.5',
        ',oui,master,1e300,0.31,780,3.5,8500',
      ),
    );
    expect(problem.errors).toEqual([
      { pointer: '/line/3/age', detail: 'must be a number' },
      { pointer: '/line/4/sport_licence', detail: expect.stringContaining('oui, non') },
      { pointer: '/line/4/niveau_etude', detail: expect.stringContaining('doctorat') },
      { pointer: '/line/5', detail: 'has 7 cells where the header has 8' },
      { pointer: '/line/6/age', detail: 'must not be empty' },
      { pointer: '/line/6/revenu_estime_mois', detail: expect.stringContaining('between') },
    ]);
    expect(problem).toMatchObject({ rows_read: 5, rows_refused: 4, refusals_truncated: false });
    expect(JSON.stringify(problem)).not.toMatch(/peut-être|"licence/);
  });

  it('takes the others with partial=true', async () => {
    const report = await imported(file(clientLine, 'x,oui,master,1,1,,1,', clientLine), '?partial=true');
    expect(report).toMatchObject({ rows_read: 3, rows_imported: 2, rows_refused: 1 });
    expect(report.refusals).toEqual([{ line: 3, column: 'age', detail: 'must be a number' }]);
    expect(await stored()).toBe(2);
  });

  it('counts physical lines: line feeds inside quotes and blank lines too, CRLF or LF', async () => {
    for (const end of ['\n', '\r\n']) {
      const body = [
        `${clientHeader},nom`,
        `${clientLine},"two${end}lines"`,
        '',
        `${clientLine},"three${end}${end}lines"`,
        `x${clientLine},plain`,
      ].join(end);
      const problem = await refused(body);
      expect(problem.errors).toEqual([{ pointer: '/line/8/age', detail: 'must be a number' }]);
    }
  });

  it('lists the first thousand reasons and counts the rest', async () => {
    const problem = await refused(file(...Array<string>(1500).fill('x,oui,master,1,1,,1,')));
    expect(problem.errors).toHaveLength(1000);
    expect(problem).toMatchObject({ rows_refused: 1500, refusals_truncated: true });
  });

  it('says where quoting is broken, whatever partial says', async () => {
    const problem = await refused(file(clientLine, '"41,oui,master'), '?partial=true');
    expect(problem.errors).toEqual([
      { pointer: '/line/3', detail: 'a quoted cell that starts here is never closed' },
    ]);
    expect((await refused(file(clientLine, '"41"x,oui'))).errors[0]!.pointer).toBe('/line/3');
  });

  it('refuses columns it does not know, with the nearest name, without echoing them', async () => {
    const problem = await refused(`${clientHeader.replace('niveau_etude', 'nivau_etudes')},Dupont\n`);
    expect(problem.errors).toEqual([
      { pointer: '/line/1/column/3', detail: 'is no known column; did you mean niveau_etude?' },
      { pointer: '/line/1/column/9', detail: 'is no known column' },
      { pointer: '/line/1', detail: 'lacks the column niveau_etude' },
    ]);
    expect((await refused('age,date_creation_compte,anciennete_ans\n')).errors).toContainEqual({
      pointer: '/line/1/column/3',
      detail: 'gives anciennete_ans a second time; keep one of the two',
    });
    expect((await refused(`${clientLine}\n`)).errors).toEqual([
      { pointer: '/line/1', detail: 'names no known column' },
    ]);
    await refused('');
    await refused('\n\n');
  });

  it.each([
    ['semicolons and decimal commas', `${file(clientLine).replaceAll(',', ';').replaceAll('.', ',')}`],
    ['tabs', file(clientLine).replaceAll(',', '\t')],
    ['a byte order mark and CRLF', `\uFEFF${file(clientLine).replaceAll('\n', '\r\n')}`],
    ['upper case and blanks in the header', file(clientLine).replace('age', ' AGE ')],
    ['no line end after the last row', file(clientLine).trimEnd()],
  ])('takes %s', async (_, body) => {
    expect(await imported(body)).toMatchObject({ rows_imported: 1 });
    expect(await rows('age, risque_personnel, anciennete_ans, montant_pret')).toEqual([
      { age: 41, risque_personnel: 0.31, anciennete_ans: 3.5, montant_pret: 8500 },
    ]);
  });

  it('takes UTF-8, Windows-1252 and UTF-16, declared or not', async () => {
    const text = `${clientHeader},region,situation_familiale\n${clientLine},Côte d’Azur,CÉLIBATAIRE\n`;
    const windows = Buffer.from(text.replace('’', '\u0092'), 'latin1');
    for (const [body, type] of [
      [text, 'text/csv'],
      [windows, 'text/csv'],
      [windows, 'text/csv; charset=windows-1252'],
      [Buffer.from(`\uFEFF${text}`, 'utf16le'), 'text/csv'],
      [Buffer.from(text, 'utf16le'), 'text/csv; charset=utf-16le'],
    ] as const) {
      await clients.dataSource.query('DELETE FROM clients');
      expect((await send(body, '', { 'content-type': type })).status).toBe(200);
      expect(await rows('region, situation_familiale')).toEqual([
        { region: 'Côte d’Azur', situation_familiale: 'célibataire' },
      ]);
    }
    await clients.dataSource.query('DELETE FROM clients');
    await refused(Buffer.concat([Buffer.from(text), windows]));
    await refused(Buffer.from('PK\u0003\u0004 a workbook is no table'));
    expect((await send(text, '', { 'content-type': 'text/csv; charset=utf-7' })).status).toBe(415);
  });

  it('counts seniority from the date of the account to the reference date', async () => {
    const body = `${clientHeader.replace('anciennete_ans', 'date_creation_compte')}\n${clientLine.replace('3.5', '2020-12-31')}\n`;
    await imported(body);
    await imported(body, '?reference_date=2021-12-31');
    const [fixed, chosen] = await rows('anciennete_ans');
    expect(fixed!['anciennete_ans']).toBeCloseTo(1797 / 365.25, 12);
    expect(chosen!['anciennete_ans']).toBeCloseTo(365 / 365.25, 12);
    await clients.dataSource.query('DELETE FROM clients');
    await refused(body, '?reference_date=2020-12-30');
    await refused(body.replace('2020-12-31', '2020-02-30'));
    expect((await send(body, '?reference_date=2021-02-30')).status).toBe(422);
    expect((await send(body, '?partial=maybe')).status).toBe(422);
  });

  it('takes a multipart field named file, and nothing else', async () => {
    const form = (field: string): FormData => {
      const data = new FormData();
      data.append('comment', 'spring');
      data.append(field, new Blob([file(clientLine)], { type: 'text/csv' }), 'clients.csv');
      return data;
    };
    expect(((await (await send(form('file'), '', {})).json()) as Report).rows_imported).toBe(1);
    expect((await send(form('document'), '', {})).status).toBe(422);
    expect((await send(new FormData(), '', {})).status).toBe(422);
    const type = { 'content-type': 'multipart/form-data; boundary=x' };
    const opened = `--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n${file(clientLine)}`;
    expect((await send(opened, '', type)).status).toBe(400);
    expect((await send('nonsense', '', type)).status).toBeGreaterThanOrEqual(400);
    expect(await stored()).toBe(1);
  });

  it('leaves every other route, and every other content type, as they were', async () => {
    const post = (path: string, type: string) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        body: 'x',
        headers: { 'content-type': type },
      });
    expect((await post('/clients', 'text/csv')).status).toBe(415);
    expect((await post('/clients', 'multipart/form-data; boundary=x')).status).toBe(415);
    expect((await post('/nowhere', 'text/csv')).status).toBe(404);
    expect((await send('{}', '', { 'content-type': 'application/json' })).status).toBe(415);
  });

  it('records who imported how many rows, with the rows or not at all', async () => {
    await imported(file(clientLine, 'x'), '?partial=true');
    const last = () =>
      clients.dataSource.query<object[]>(
        `SELECT actor_id, details FROM audit.events WHERE action = 'clients.imported' ORDER BY id DESC LIMIT 1`,
      );
    const before = await last();
    expect(before).toMatchObject([
      { details: { rows_imported: 1, rows_refused: 1, ignored_columns: [], partial: true } },
    ]);
    await clients.dataSource.query('DELETE FROM clients');
    await refused(file('x'));
    expect(await last()).toEqual(before);
  });

  it('takes 100,000 rows as they come, and logs its progress', async () => {
    const body = Readable.from(
      (function* () {
        yield Buffer.from(`${clientHeader}\n`);
        for (let block = 0; block < 200; block++) yield Buffer.from(`${clientLine}\n`.repeat(500));
      })(),
    );
    clients.log.length = 0;
    const response = await fetch(`http://127.0.0.1:${port}/clients/import`, {
      method: 'POST',
      body: Readable.toWeb(body) as ReadableStream,
      headers: { 'content-type': 'text/csv' },
      duplex: 'half',
    });
    expect(await response.json()).toMatchObject({ rows_imported: 100_000 });
    expect(clients.log.some((line) => line.includes('"rows_read":100000'))).toBe(true);
  }, 30_000);

  it('reads no further than the database takes rows, so that memory does not depend on the file', async () => {
    const owner = new pg.Client({ connectionString: clients.database.superuser });
    await owner.connect();
    await owner.query(`
      CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END';
      CREATE TRIGGER slow BEFORE INSERT ON clients FOR EACH ROW EXECUTE FUNCTION slow()`);
    let sent = 0;
    let stopped = false;
    const long = Readable.from(
      (function* () {
        yield Buffer.from(`${clientHeader},region\n`);
        const block = Buffer.from(`${clientLine},${'x'.repeat(90)}\n`.repeat(500));
        // The rest of an upload is read and thrown away: it must end some day.
        while (!stopped) {
          sent += block.length;
          yield block;
        }
      })(),
    );
    const outcome = clients.app
      .get(ClientTransfersService)
      .import(new FileUpload(long), false, '2025-12-02', actorOf(Role.Analyst))
      .then(() => 'imported')
      .catch(() => 'broken');
    let before: number;
    do {
      before = sent;
      await delay(700);
    } while (sent > before || sent === 0);
    stopped = true;
    await owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY clients%'`,
    );
    expect(await outcome).toBe('broken');
    await owner.query('DROP TRIGGER slow ON clients');
    await owner.end();
    expect(await stored()).toBe(0);
    expect(await imported(file(clientLine))).toMatchObject({ rows_imported: 1 });
  }, 30_000);

  it('forgets everything when the sender goes away, and can import again at once', async () => {
    for (const type of ['text/csv', 'multipart/form-data; boundary=x']) {
      for (let round = 0; round < 6; round++) {
        const upload = request({
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: '/clients/import?partial=true',
          headers: { 'content-type': type },
        });
        upload.on('error', () => undefined);
        if (type !== 'text/csv') {
          upload.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n');
        }
        upload.write(file(...Array<string>(2000).fill(clientLine)));
        await delay(50);
        const closed = new Promise((resolve) => upload.once('close', resolve));
        upload.destroy();
        await closed;
      }
    }
    await delay(100);
    expect(await stored()).toBe(0);
    const [{ open }] = await clients.dataSource.query<[{ open: number }]>(
      `SELECT count(*)::int AS open FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`,
    );
    expect(open).toBe(0);
    expect(await imported(file(clientLine))).toMatchObject({ rows_imported: 1 });
  });

  it('runs a few transfers at once and asks the others to come back', async () => {
    const uploads = Array.from({ length: 6 }, () => {
      const upload = request({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/clients/import',
        headers: { 'content-type': 'text/csv' },
      });
      const answer = once(upload, 'response').then(
        ([response]) => response as { statusCode: number; resume(): void },
      );
      upload.write(file(clientLine));
      return { upload, answer };
    });
    await delay(200);
    for (const { upload } of uploads) upload.end();
    const statuses = await Promise.all(
      uploads.map(async ({ answer }) => {
        const response = await answer;
        response.resume();
        return response.statusCode;
      }),
    );
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 503, 503]);
  });
});
