import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { EmployeesHttpModule, sampleExtracts } from '#libs/employees';
import type { EmployeeImportReportDto } from '#libs/sdk';
import {
  evalFile,
  evalRow,
  formOf,
  hasRealExtracts,
  realExtracts,
  sirhFile,
  sirhRow,
  sondageFile,
  sondageRow,
} from '../support/employee-extracts.js';
import { asSuperuser } from '../support/held-table.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

type Files = Parameters<typeof formOf>[0];
interface Problem {
  readonly code: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
  readonly rows_refused?: number;
}

const withRealExtracts = hasRealExtracts ? it : it.skip;
const one = { sirh: sirhFile(sirhRow(7)), eval: evalFile(evalRow(7)), sondage: sondageFile(sondageRow(7)) };

describe('the import of employees', () => {
  let rows: RowsApp;
  let url: string;

  beforeAll(async () => {
    rows = await startRowsApp(EmployeesHttpModule);
    await rows.app.listen(0, '127.0.0.1');
    url = await rows.app.getUrl();
  });

  afterAll(() => rows.close());

  beforeEach(async () => {
    // Only somebody beside the application can empty what is append-only.
    await asSuperuser(
      rows.database,
      `ALTER TABLE raw.imports DISABLE TRIGGER ALL; ALTER TABLE raw.import_files DISABLE TRIGGER ALL;
       ALTER TABLE raw.extrait_sirh DISABLE TRIGGER ALL; ALTER TABLE raw.extrait_eval DISABLE TRIGGER ALL;
       ALTER TABLE raw.extrait_sondage DISABLE TRIGGER ALL;
       TRUNCATE raw.imports, raw.import_files, raw.extrait_sirh, raw.extrait_eval, raw.extrait_sondage,
         staging.sirh, staging.eval, staging.sondage, staging.refused_rows, employees;
       ALTER TABLE raw.imports ENABLE ALWAYS TRIGGER refuse_change; ALTER TABLE raw.import_files ENABLE ALWAYS TRIGGER refuse_change;
       ALTER TABLE raw.extrait_sirh ENABLE ALWAYS TRIGGER refuse_change; ALTER TABLE raw.extrait_eval ENABLE ALWAYS TRIGGER refuse_change;
       ALTER TABLE raw.extrait_sondage ENABLE ALWAYS TRIGGER refuse_change`,
    );
  });

  const send = (body: NonNullable<RequestInit['body']>, query = ''): Promise<Response> =>
    fetch(`${url}/employees/import${query}`, { method: 'POST', body });
  const imported = async (files: Files, query = ''): Promise<EmployeeImportReportDto> => {
    const response = await send(formOf(files), query);
    const text = await response.text();
    expect([response.status, text]).toEqual([200, expect.anything()]);
    return JSON.parse(text) as EmployeeImportReportDto;
  };
  const refused = async (files: Files, query = ''): Promise<Problem> => {
    const before = await everything();
    const response = await send(formOf(files), query);
    expect(response.status).toBe(422);
    expect(await everything()).toBe(before);
    return (await response.json()) as Problem;
  };
  const select = <Row = Record<string, unknown>>(sql: string): Promise<Row[]> =>
    rows.dataSource.query<Row[]>(sql);
  const count = async (relation: string): Promise<number> =>
    (await select<{ n: number }>(`SELECT count(*)::int AS n FROM ${relation}`))[0]!.n;
  /** A digest of every row of every stage. */
  const everything = async (): Promise<string> => {
    const parts = [
      'raw.extrait_sirh',
      'raw.extrait_eval',
      'raw.extrait_sondage',
      'staging.sirh',
      'staging.eval',
    ]
      .concat('staging.sondage', 'staging.refused_rows', 'employees')
      .map(
        (relation) => `(SELECT coalesce(string_agg(t::text, '|' ORDER BY t::text), '') FROM ${relation} t)`,
      );
    const [{ digest }] = (await select<{ digest: string }>(
      `SELECT md5(${parts.join(` || '#' || `)}) AS digest`,
    )) as [{ digest: string }];
    return digest;
  };
  const employee = async (id: number): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/employees/${id}?include_sensitive=true`);
    return (await response.json()) as Record<string, unknown>;
  };

  it('leads three files through every stage, and counts each', async () => {
    const report = await imported(sampleExtracts(200));
    expect(report).toMatchObject({
      dry_run: false,
      rows_read: 600,
      rows_refused: 0,
      refusals: [],
      raw: { inserted: 600, unchanged: 0 },
      staging: { inserted: 600, updated: 0, unchanged: 0 },
      incomplete: { total: 0, missing: { sirh: 0, eval: 0, sondage: 0 }, employees: [] },
      mart: { inserted: 200, updated: 0, unchanged: 0, total: 200 },
    });
    expect(report.files.map(({ source, file_name }) => [source, file_name])).toEqual([
      ['sirh', 'extrait_sirh.csv'],
      ['eval', 'extrait_eval.csv'],
      ['sondage', 'extrait_sondage.csv'],
    ]);
    expect(await count('mart.employee_features')).toBe(200);
  });

  withRealExtracts('makes 1,470 employees of the real extracts (needs ../shared/data)', async () => {
    const extracts = realExtracts();
    const report = await imported(extracts);
    expect(report).toMatchObject({ rows_read: 4410, rows_refused: 0, mart: { inserted: 1470, total: 1470 } });
    const [totals] = await select(
      `SELECT count(*) FILTER (WHERE a_quitte_l_entreprise)::int AS left, sum(age)::int AS ages,
              count(*) FILTER (WHERE heure_supplementaires)::int AS overtime,
              count(DISTINCT poste)::int AS posts, min(augmentation_salaire_precedente) AS rise,
              count(*) FILTER (WHERE genre = 'F')::int AS women, max(id)::int AS last,
              count(*) FILTER (WHERE num_nulls(annees_sous_responsable_actuel, annee_experience_totale) > 0)::int AS gaps
       FROM employees`,
    );
    expect(totals).toMatchObject({
      left: 237,
      overtime: 416,
      posts: 9,
      rise: 11,
      women: 588,
      last: 2068,
      gaps: 0,
    });
    // Every value of every line, read by another program than the one that imports.
    const [header, ...lines] = extracts.sirh.trimEnd().split('\n');
    const names = header!.split(',');
    const stored = await select('SELECT * FROM employees ORDER BY id');
    lines.forEach((line, index) => {
      line.split(',').forEach((cell, place) => {
        const name = names[place]!.replace('id_employee', 'id');
        if (name !== 'nombre_heures_travailless') expect(String(stored[index]![name])).toBe(cell);
      });
    });
  });

  it('knows the same person by E_7, 000007 and 7, in any of the files', async () => {
    await imported({
      sirh: sirhFile(sirhRow('0007'), sirhRow('E_8'), sirhRow(' 9 ')),
      eval: evalFile(evalRow(7), evalRow(8), evalRow(9).replace('E_9', '09')),
      sondage: sondageFile(sondageRow(7), sondageRow(8).replace('000008', 'e_8'), sondageRow(9)),
    });
    expect((await select('SELECT id FROM employees ORDER BY id')).map(({ id }) => id)).toEqual([
      '7',
      '8',
      '9',
    ]);
  });

  it('changes nothing when the same files come twice, refused rows included', async () => {
    const files = {
      ...sampleExtracts(50),
      sirh: `${sampleExtracts(50).sirh}51,12,F\nx,41${',1'.repeat(10)}\n`,
    };
    const first = await imported(files, '?partial=true');
    const before = await everything();
    const again = await imported(files, '?partial=true');
    expect(await everything()).toBe(before);
    expect(again.refusals).toEqual(first.refusals);
    expect(again).toMatchObject({
      raw: { inserted: 0 },
      staging: { inserted: 0, updated: 0, unchanged: 150 },
      mart: { inserted: 0, updated: 0, unchanged: 50, total: 50 },
    });
  });

  it('changes only the employees of whom a newer file says something new', async () => {
    await imported(sampleExtracts(50));
    const versions = () =>
      select<{ id: string; version: number }>('SELECT id, version FROM employees ORDER BY id');
    const lines = sampleExtracts(50).sirh.split('\n');
    const newer = [lines[0], lines[1], lines[2]!.replace(/^2,\d+/, '2,64'), sirhRow(900), ''].join('\n');
    const report = await imported({ sirh: newer });
    expect(report).toMatchObject({
      raw: { inserted: 2, unchanged: 1 },
      staging: { inserted: 1, updated: 1, unchanged: 1 },
      incomplete: {
        total: 1,
        missing: { eval: 1, sondage: 1, sirh: 0 },
        employees: [{ id: 900, missing: ['eval', 'sondage'] }],
      },
      mart: { inserted: 0, updated: 1, unchanged: 49 },
    });
    expect((await versions()).filter(({ version }) => version > 1)).toEqual([{ id: '2', version: 2 }]);
    expect(await employee(2)).toMatchObject({ age: 64 });
  });

  it('takes the sources one by one, and tells which are still missing', async () => {
    const report = await imported({ eval: one.eval });
    expect(report.incomplete).toEqual({
      total: 1,
      missing: { sirh: 1, eval: 0, sondage: 1 },
      employees: [{ id: 7, missing: ['sirh', 'sondage'] }],
    });
    await imported({ sondage: one.sondage });
    expect(await count('mart.employee_features')).toBe(0);
    expect((await imported({ sirh: one.sirh })).mart).toMatchObject({ inserted: 1, total: 1 });
  });

  it('goes back to an earlier value when the file before comes again', async () => {
    await imported(one);
    await imported({ sirh: sirhFile(sirhRow(7, 50)) });
    expect(await employee(7)).toMatchObject({ age: 50, version: 2 });
    await imported({ sirh: one.sirh });
    expect(await employee(7)).toMatchObject({ age: 41, version: 3 });
  });

  it('lets a change through the API stand until the source says something else than before', async () => {
    await imported(one);
    const changed = await fetch(`${url}/employees/7`, {
      method: 'PATCH',
      headers: { 'if-match': '"1"', 'content-type': 'application/json' },
      body: JSON.stringify({ age: 44, revenu_mensuel: 6100 }),
    });
    expect(changed.status).toBe(200);
    await imported(one);
    await imported({ sirh: sirhFile(sirhRow(7).replace('Commercial,Cadre', 'Consulting,Cadre')) });
    expect(await employee(7)).toMatchObject({
      age: 44,
      revenu_mensuel: 6100,
      departement: 'Consulting',
      version: 3,
    });
    await imported({ sirh: sirhFile(sirhRow(7, 45)) });
    expect(await employee(7)).toMatchObject({ age: 45, revenu_mensuel: 6100, departement: 'Commercial' });
  });

  it('brings a deleted employee back only when a file delivers all of it again', async () => {
    await imported(one);
    expect((await fetch(`${url}/employees/7`, { method: 'DELETE' })).status).toBe(204);
    expect((await imported({ sirh: one.sirh })).mart.total).toBe(0);
    expect((await imported(one)).mart.total).toBe(1);
  });

  it('refuses rows by file, line and field, says what would be right, and never what stood there', async () => {
    const problem = await refused({
      sirh: sirhFile(
        sirhRow(7),
        sirhRow(8, 999),
        sirhRow('E7x'),
        `${sirhRow(9).replace('Cadre Commercial', 'Hacker')}`,
      ),
      eval: evalFile(evalRow(7, '11 pour cent'), evalRow(8).replace(/^2/, '9')),
      sondage: sondageFile(sondageRow(7, 'Peut-être'), sondageRow(8).replace(',0,5', ',-1,')),
    });
    expect(problem).toMatchObject({ code: 'import_refused', rows_refused: 7 });
    expect(problem.errors).toEqual([
      { pointer: '/sirh/line/3/age', detail: 'must be a whole number from 16 to 100' },
      { pointer: '/sirh/line/4/id_employee', detail: expect.stringContaining('000007') },
      { pointer: '/sirh/line/5/poste', detail: expect.stringContaining('Tech Lead') },
      { pointer: '/eval/line/2/augementation_salaire_precedente', detail: expect.stringContaining('11 %') },
      {
        pointer: '/eval/line/3/satisfaction_employee_environnement',
        detail: 'must be a whole number from 1 to 4',
      },
      { pointer: '/sondage/line/2/a_quitte_l_entreprise', detail: expect.stringContaining('Oui or Non') },
      {
        pointer: '/sondage/line/3/annees_depuis_la_derniere_promotion',
        detail: expect.stringContaining('from 0'),
      },
    ]);
    expect(JSON.stringify(problem)).not.toMatch(/Hacker|999|Peut|pour cent|E7x/);
  });

  it('keeps each refused row with its reason, and takes the others, with partial=true', async () => {
    const report = await imported(
      { ...one, sirh: sirhFile(sirhRow(7), sirhRow(8, 999), '8,1', sirhRow(7, 50)) },
      '?partial=true',
    );
    expect(report).toMatchObject({ rows_refused: 3, mart: { total: 1 } });
    expect(
      await select('SELECT source, line::int, field, reason FROM staging.refused_rows ORDER BY line'),
    ).toEqual([
      { source: 'sirh', line: 3, field: 'age', reason: 'must be a whole number from 16 to 100' },
      { source: 'sirh', line: 4, field: '', reason: 'has 2 cells where the header has 12' },
      {
        source: 'sirh',
        line: 5,
        field: 'id_employee',
        reason: 'names an employee who stands on line 2 already; keep one of the two',
      },
    ]);
    expect(
      (await select('SELECT line::int, age FROM raw.extrait_sirh ORDER BY line')).map((row) => row['age']),
    ).toEqual(['41', '999', '50']);
    expect(await employee(7)).toMatchObject({ age: 41 });
  });

  it.each([
    ['semicolons', one.sirh.replaceAll(',', ';')],
    ['tabs', one.sirh.replaceAll(',', '\t')],
    ['a byte order mark and CRLF', `\uFEFF${one.sirh.replaceAll('\n', '\r\n')}`],
    ['Windows-1252', Buffer.from(one.sirh, 'latin1')],
    [
      'other case, accents, blanks',
      one.sirh.replace('Célibataire', ' CELIBATAIRE ').replace('Cadre Com', 'cadre  com'),
    ],
    ['headers in another case', one.sirh.replace('statut_marital', ' Statut Marital ')],
    ['correctly spelt headers', one.sirh.replace('travailless', 'travaillees')],
    ['without the constant', one.sirh.replace(',nombre_heures_travailless', '').replace(',8,80,', ',8,')],
    ['an index column', one.sirh.replace('id_employee', ',id_employee').replace('\n7', '\n0,7')],
    [
      'quoted cells, with a line feed before the next row',
      `${one.sirh.replace('Célibataire', '"Célibataire\n"')}\n`,
    ],
    ['decimal commas beside semicolons', one.sirh.replaceAll(',', ';').replace('5993', '5993,00')],
    ['whole numbers as data frames write them', one.sirh.replace('7,41', '7,41.0')],
    ['homme and femme', one.sirh.replace(',F,', ',Femme,')],
  ])('takes %s', async (_, sirh) => {
    await imported({ ...one, sirh });
    expect(await employee(7)).toMatchObject({
      age: 41,
      genre: 'F',
      revenu_mensuel: 5993,
      statut_marital: 'Célibataire',
      poste: 'Cadre Commercial',
    });
  });

  it.each([
    ['11 %', 'Oui', 'Non', 'Frequent'],
    ['11', 'Y', 'N', 'fréquent'],
    ['11.0%', 'true', 'false', 'FREQUENT'],
    ['11\u00a0%', '1', '0', 'Fréquent'],
  ])('reads %s, %s, %s and %s', async (rise, yes, no, trips) => {
    await imported({
      sirh: one.sirh,
      eval: evalFile(evalRow(7, rise).replace('Oui', yes)),
      sondage: sondageFile(sondageRow(7, no).replace('Occasionnel', trips)).replace(
        'annes_sous',
        'annees_sous',
      ),
    });
    expect(await employee(7)).toMatchObject({
      augmentation_salaire_precedente: 11,
      heure_supplementaires: true,
      a_quitte_l_entreprise: false,
      frequence_deplacement: 'Frequent',
      annees_sous_responsable_actuel: 5,
    });
  });

  it('leaves missing what may be missing', async () => {
    await imported({
      sirh: sirhFile('7,41,F,5993,Célibataire,Commercial,Cadre Commercial,8,,,6,'),
      eval: evalFile('2,3,,4,1,1,E_7,,Oui,11'),
      sondage: sondageFile(sondageRow(7, '').replace(/5$/, '')),
    });
    expect(await employee(7)).toMatchObject({
      annee_experience_totale: null,
      annees_dans_le_poste_actuel: null,
      niveau_hierarchique_poste: null,
      note_evaluation_actuelle: null,
      annees_sous_responsable_actuel: null,
      a_quitte_l_entreprise: null,
    });
  });

  it('judges every header at once, with the nearest name, without echoing it', async () => {
    const problem = await refused({
      sirh: one.sirh.replace('departement', 'departament'),
      eval: one.eval.replace('eval_number', 'Dupont'),
      sondage: '',
    });
    expect(problem.errors).toEqual([
      { pointer: '/sirh/line/1/column/6', detail: 'is no known column; did you mean departement?' },
      { pointer: '/sirh/line/1', detail: 'lacks the column departement' },
      { pointer: '/eval/line/1/column/7', detail: 'is no known column' },
      { pointer: '/eval/line/1', detail: 'lacks the column eval_number or id_employee or code_sondage' },
      { pointer: '/sondage', detail: 'The file is empty; it must begin with a header.' },
    ]);
    const broken = await refused({ ...one, eval: `${one.eval}"never closed` });
    expect(broken.errors).toEqual([
      { pointer: '/eval/line/3', detail: 'a quoted cell that starts here is never closed' },
    ]);
  });

  it('stores text that looks like SQL, or like a formula, as text, or refuses it', async () => {
    const evil = `x'); DROP TABLE employees; --`;
    const files = { ...one, sirh: sirhFile(sirhRow(7), sirhRow(8).replace('8,80', `8,"${evil}"`)) };
    await imported(files);
    expect(
      await select(`SELECT nombre_heures_travailless AS text FROM raw.extrait_sirh WHERE line = 3`),
    ).toEqual([{ text: evil }]);
    for (const cell of [evil, '\\N', '\\.', '=1+1', "E_7' OR '1'='1", '7; SELECT 1', '٧'])
      await refused({ sirh: sirhFile(sirhRow(`"${cell.replaceAll('"', '""')}"`)) });
    await refused({ sirh: sirhFile(sirhRow(7).replace('Célibataire', '\0')) });
    const name = formOf({});
    name.append('sirh', new Blob([sirhFile(sirhRow(9))]), `../../"${evil}\u0007.csv`);
    const response = await send(name);
    expect(response.status).toBe(200);
    expect(await count('employees')).toBe(1);
  });

  it('does nothing in a dry run but tell what it would do', async () => {
    const before = await everything();
    const events = await count('audit.events');
    const report = await imported(one, '?dry_run=true');
    expect(report).toMatchObject({ dry_run: true, mart: { inserted: 1, total: 1 } });
    expect(await everything()).toBe(before);
    expect(await count('raw.imports')).toBe(0);
    expect(await count('audit.events')).toBe(events);
  });

  it('wants files in the fields it knows, once each, and nothing else', async () => {
    expect((await send(formOf({}))).status).toBe(422);
    expect((await send(formOf({ file: one.sirh }))).status).toBe(422);
    const twice = formOf({ sirh: one.sirh });
    twice.append('sirh', new Blob([one.sirh]), 'again.csv');
    expect((await send(twice)).status).toBe(422);
    const text = await fetch(`${url}/employees/import`, {
      method: 'POST',
      body: one.sirh,
      headers: { 'content-type': 'text/csv' },
    });
    expect(text.status).toBe(415);
    expect(await count('raw.imports')).toBe(0);
  });

  it('keeps what was delivered as it was delivered, and lets nobody change it', async () => {
    await imported(one);
    const [row] = await select('SELECT * FROM raw.extrait_eval');
    expect(row).toMatchObject({
      file_name: 'extrait_eval.csv',
      line: '2',
      eval_number: 'E_7',
      augementation_salaire_precedente: '11 %',
      imported_at: expect.any(Date),
    });
    const [file] = await select(`SELECT sha256, rows_read::int FROM raw.import_files WHERE source = 'eval'`);
    expect(file).toEqual({ sha256: createHash('sha256').update(one.eval).digest('hex'), rows_read: 1 });
    for (const sql of [
      'UPDATE raw.extrait_eval SET line = 3',
      'DELETE FROM raw.imports',
      'TRUNCATE raw.import_files',
    ]) {
      await expect(select(sql)).rejects.toMatchObject({ driverError: { code: '42501' } });
      await expect(asSuperuser(rows.database, sql)).rejects.toMatchObject({
        code: expect.stringMatching(/42501|0A000/),
      });
    }
  });

  it('records who imported how much, without a value', async () => {
    await imported(one);
    const [event] = await select(
      `SELECT subject_kind, subject_id, details FROM audit.events WHERE action = 'employees.imported' ORDER BY id DESC LIMIT 1`,
    );
    expect(event).toMatchObject({
      subject_kind: 'dataset',
      subject_id: 'employees',
      details: { rows_refused: 0, partial: false, inserted: 1, updated: 0 },
    });
  });

  it('can be run again over the same delivery without changing anything', async () => {
    const { import_id } = await imported(sampleExtracts(20));
    const before = await everything();
    await asSuperuser(
      rows.database,
      `SELECT staging.take_sirh(${import_id}), staging.take_eval(${import_id}), staging.take_sondage(${import_id})`,
    );
    await asSuperuser(rows.database, `SELECT staging.merge_employees(${import_id})`);
    expect(await everything()).toBe(before);
  });

  it('never puts an older delivery over a newer one', async () => {
    const { import_id } = await imported(one);
    await imported({ sirh: sirhFile(sirhRow(7, 50)) });
    await asSuperuser(rows.database, `SELECT staging.take_sirh(${import_id})`);
    expect(await select('SELECT age FROM staging.sirh')).toEqual([{ age: 50 }]);
  });
});
