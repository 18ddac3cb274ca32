import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EmployeesHttpModule } from '#libs/employees';
import type { EmployeeDto, EmployeeLineageDto, EmployeePageDto } from '#libs/sdk';
import {
  evalFile,
  evalRow,
  formOf,
  sirhFile,
  sirhRow,
  sondageFile,
  sondageRow,
  validEmployee,
} from '../support/employee-extracts.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

type Problem = { code: string; errors: { pointer: string; detail: string }[] };
const { genre: _genre, statut_marital: _status, ...shown } = validEmployee;

describe('the employees', () => {
  let rows: RowsApp;

  beforeAll(async () => {
    rows = await startRowsApp(EmployeesHttpModule);
    await rows.app.listen(0, '127.0.0.1');
  });

  afterAll(() => rows.close());

  beforeEach(async () => {
    for (const table of ['employees', 'staging.sirh', 'staging.eval', 'staging.sondage'])
      await rows.dataSource.query(`DELETE FROM ${table}`);
  });

  const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = {}) =>
    rows.app.inject({ method, url, ...(payload ? { payload } : {}), headers });
  const create = async (changes: object = {}): Promise<EmployeeDto> => {
    const response = await send('POST', '/employees', { ...validEmployee, ...changes });
    expect(response.statusCode).toBe(201);
    return response.json<EmployeeDto>();
  };
  const importFiles = async (files: Parameters<typeof formOf>[0]): Promise<void> => {
    const response = await fetch(`${await rows.app.getUrl()}/employees/import`, {
      method: 'POST',
      body: formOf(files),
    });
    expect(response.status).toBe(200);
  };
  const lineageOf = async (id: number, query = ''): Promise<EmployeeLineageDto> =>
    (await send('GET', `/employees/lineage/${id}${query}`)).json<EmployeeLineageDto>();
  const fieldOf = ({ fields }: EmployeeLineageDto, name: string) =>
    fields.find(({ field }) => field === name);

  it('are added under the number that the HR system gives them, once', async () => {
    const response = await send('POST', '/employees', validEmployee);
    expect(response.statusCode).toBe(201);
    expect(response.headers).toMatchObject({ location: '/employees/90001', etag: '"1"' });
    expect(response.json()).toMatchObject(shown);
    const again = await send('POST', '/employees', validEmployee);
    expect([again.statusCode, again.json<Problem>().code]).toEqual([409, 'employee_exists']);
    expect((await send('GET', '/employees/90001')).json()).toEqual(response.json());
  });

  it.each([
    [{ ...validEmployee, satisfaction_employee_equipe: 9 }, '/satisfaction_employee_equipe'],
    [{ ...validEmployee, age: -3 }, '/age'],
    [{ ...validEmployee, age: 41.5 }, '/age'],
    [{ ...validEmployee, age: '41' }, '/age'],
    [{ ...validEmployee, poste: 'Hacker' }, '/poste'],
    [{ ...validEmployee, heure_supplementaires: 1 }, '/heure_supplementaires'],
    [{ ...validEmployee, note_evaluation_precedente: 5 }, '/note_evaluation_precedente'],
    [{ ...validEmployee, revenu_mensuel: undefined }, '/revenu_mensuel'],
    [{ ...validEmployee, revenu_mensuel: null }, '/revenu_mensuel'],
    [{ ...validEmployee, id: 0 }, '/id'],
    [{ ...validEmployee, api_changes: {} }, '/api_changes'],
    [{ ...validEmployee, version: 5 }, '/version'],
  ])('are refused where a value is impossible, by field (%#)', async (body, pointer) => {
    const response = await send('POST', '/employees', body);
    expect(response.statusCode).toBe(422);
    expect(response.json<Problem>().errors.map((problem) => problem.pointer)).toContain(pointer);
  });

  it('are changed by whoever saw their last state, and deleted', async () => {
    await create();
    const change = (version: number, body: object) =>
      send('PATCH', '/employees/90001', body, { 'if-match': `"${version}"` });
    expect((await send('PATCH', '/employees/90001', { age: 42 })).statusCode).toBe(428);
    expect((await change(1, { age: 42, note_evaluation_actuelle: null })).json()).toMatchObject({
      age: 42,
      note_evaluation_actuelle: null,
      version: 2,
    });
    expect((await change(1, { age: 43 })).statusCode).toBe(412);
    expect((await change(2, {})).statusCode).toBe(422);
    expect((await change(2, { id: 5 })).statusCode).toBe(422);
    expect((await send('DELETE', '/employees/90001', undefined, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await send('DELETE', '/employees/90001')).statusCode).toBe(204);
    expect((await send('GET', '/employees/90001')).json()).toMatchObject({ code: 'employee_not_found' });
    expect((await send('DELETE', '/employees/90001')).statusCode).toBe(404);
  });

  it('are listed, filtered, sorted, counted, and the newest is found', async () => {
    expect((await send('GET', '/employees/latest')).statusCode).toBe(404);
    for (let id = 1; id <= 7; id++)
      await create({
        id,
        age: 30 + (id % 3),
        poste: id % 2 ? 'Manager' : 'Tech Lead',
        a_quitte_l_entreprise: null,
      });
    const list = async (query: string) => (await send('GET', `/employees?${query}`)).json<EmployeePageDto>();
    const first = await list('sort=-age&limit=4');
    const second = await list(`sort=-age&limit=4&cursor=${first.next_cursor}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual([5, 2, 7, 4, 1, 6, 3]);
    expect(second.next_cursor).toBeNull();
    expect((await list('poste=Manager&min_age=31')).total).toBe(3);
    expect((await list('a_quitte_l_entreprise=false')).total).toBe(0);
    expect((await send('GET', '/employees/count')).json()).toEqual({ count: 7 });
    expect((await send('GET', '/employees/latest')).json()).toMatchObject({ id: 7 });
  });

  it('show sex and marital status to those alone who may write them, and only when asked', async () => {
    await create();
    for (const path of [
      '/employees/90001',
      '/employees/latest',
      '/employees',
      '/employees/export',
      '/employees/lineage/90001',
    ]) {
      expect((await send('GET', path)).body).not.toMatch(/genre|statut_marital/);
      const asked = `${path}?include_sensitive=true`;
      expect((await send('GET', asked)).body).toMatch(/genre[^]*statut_marital/);
      expect((await send('GET', asked, undefined, { 'x-test-role': 'viewer' })).statusCode).toBe(403);
    }
  });

  it('are exported as CSV, safe for spreadsheets', async () => {
    await create();
    const response = await send('GET', '/employees/export?include_sensitive=true');
    expect(response.headers['content-type']).toMatch(/^text\/csv/);
    const [header, line, ...rest] = response.body.split('\n');
    expect(rest).toEqual(['']);
    const cells = Object.fromEntries(
      header!.split(',').map((name, index) => [name, line!.split(',')[index]]),
    );
    for (const [name, value] of Object.entries(validEmployee)) expect(cells[name]).toBe(String(value));
  });

  describe('have a lineage', () => {
    it('that names file, line, time and text of every value that was imported', async () => {
      await importFiles({
        sirh: sirhFile(sirhRow(3), sirhRow(7)),
        eval: evalFile(evalRow(7)),
        sondage: sondageFile(sondageRow(7)),
      });
      const lineage = await lineageOf(7);
      expect(lineage).toMatchObject({ id: 7, complete: true, missing: [] });
      expect(lineage.fields).toHaveLength(26);
      expect(lineage.fields.every(({ origin, changed_at }) => origin === 'import' && changed_at)).toBe(true);
      expect(fieldOf(lineage, 'age')).toMatchObject({
        value: 41,
        source: 'sirh',
        file_name: 'extrait_sirh.csv',
        line: 3,
        column: 'age',
        raw_text: '41',
        actor_kind: 'user',
      });
      expect(fieldOf(lineage, 'augmentation_salaire_precedente')).toMatchObject({
        value: 11,
        source: 'eval',
        column: 'augementation_salaire_precedente',
        raw_text: '11 %',
      });
      expect(fieldOf(lineage, 'a_quitte_l_entreprise')).toMatchObject({ value: true, raw_text: 'Oui' });
    });

    it('that names who changed what through the API, and when', async () => {
      const before = Date.now();
      await create();
      await importFiles({ sirh: sirhFile(sirhRow(90_001, 50)) });
      const lineage = await lineageOf(90_001);
      expect(lineage).toMatchObject({ complete: true, missing: ['eval', 'sondage'] });
      expect(fieldOf(lineage, 'age')).toMatchObject({ value: 50, origin: 'import', line: 2 });
      const change = fieldOf(lineage, 'niveau_education')!;
      expect(change).toMatchObject({
        value: 2,
        origin: 'api',
        actor_kind: 'user',
        actor_id: expect.any(String),
      });
      expect(change).not.toHaveProperty('file_name');
      expect(Date.parse(change.changed_at!)).toBeGreaterThan(before - 5000);
    });

    it('that follows an employee from the first file on, and ends with nobody', async () => {
      await importFiles({ eval: evalFile(evalRow(7)) });
      const lineage = await lineageOf(7);
      expect(lineage).toMatchObject({ complete: false, missing: ['sirh', 'sondage'] });
      expect(fieldOf(lineage, 'heure_supplementaires')).toMatchObject({ value: true, origin: 'import' });
      expect(fieldOf(lineage, 'age')).toEqual({ field: 'age', value: null, origin: 'none' });
      expect((await send('GET', '/employees/7')).statusCode).toBe(404);
      expect((await send('GET', '/employees/lineage/8')).statusCode).toBe(404);
    });
  });
});
