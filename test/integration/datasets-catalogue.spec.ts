import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { ClientsHttpModule, seedSampleClients } from '#libs/clients';
import { Notifications } from '#libs/database';
import {
  datasetChannel,
  type DatasetDto,
  DatasetsHttpModule,
  DatasetStore,
  ProfileWarningCode,
  type DatasetProfileDto,
} from '#libs/datasets';
import { EmployeeImportService, EmployeesHttpModule, seedSampleEmployees } from '#libs/employees';
import { Role, type Problem } from '#libs/platform';
import { eventually } from '../support/eventually.js';
import { asSuperuser, HeldTable } from '../support/held-table.js';
import { actorOf, type RowsApp, startRowsApp } from '../support/rows-app.js';

@Module({ imports: [DatasetsHttpModule, ClientsHttpModule, EmployeesHttpModule] })
class DatasetsAndUses {}

describe('the datasets', () => {
  let rows: RowsApp;

  beforeAll(async () => {
    rows = await startRowsApp(DatasetsAndUses);
    await seedSampleClients(rows.dataSource);
    await seedSampleEmployees(rows.dataSource, rows.app.get(EmployeeImportService));
    await asSuperuser(
      rows.database,
      `CREATE TABLE public.loans AS SELECT g AS id, g % 2 = 0 AS defaulted FROM generate_series(1, 40) g;
       ALTER TABLE public.loans ADD PRIMARY KEY (id); GRANT SELECT ON public.loans TO veridict_app`,
    );
  });

  beforeEach(async () => {
    await asSuperuser(rows.database, `DELETE FROM models WHERE dataset IN ('loans', 'imported')`);
    await asSuperuser(rows.database, 'DELETE FROM datasets');
  });

  afterAll(() => rows?.close());

  const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, role: string, payload?: object) =>
    rows.app.inject({
      ...{ method, url, headers: { 'x-test-role': role, 'if-match': '"1"' } },
      ...(payload ? { payload } : {}),
    });
  const attach = async (): Promise<void> => {
    const body = { name: 'loans', schema: 'public', relation: 'loans', target: 'defaulted' };
    expect((await send('POST', '/datasets/attach', 'admin', body)).statusCode).toBe(201);
  };
  const addModel = (name: string, retired = 'NULL') =>
    asSuperuser(
      rows.database,
      `INSERT INTO models (name, description, dataset, task, target, features, retired_at)
       VALUES ('${name}', '', 'loans', 'binary', 'defaulted', '[]', ${retired})`,
    );
  const relations = (): Promise<{ found: boolean }[]> =>
    asSuperuser(rows.database, `SELECT to_regclass('public.loans') IS NOT NULL AS found`);

  it('are listed, built-in ones first, to all who may read rows', async () => {
    await attach();
    const { items } = (await send('GET', '/datasets', 'viewer')).json<{ items: DatasetDto[] }>();
    expect(items.map(({ name, origin }) => [name, origin])).toEqual([
      ['clients', 'built_in'],
      ['employees', 'built_in'],
      ['loans', 'attached'],
    ]);
    expect(items[2]).toMatchObject({ identifier: 'id', target: 'defaulted', column_count: 2 });
    const clients = (await send('GET', '/datasets/clients', 'viewer')).json<DatasetDto>();
    expect(clients).toMatchObject({
      row_routes: '/clients',
      row_count: 4000,
      created_at: null,
      warnings: [],
    });
    expect((await send('GET', '/datasets/nothing', 'viewer')).json<Problem>()).toMatchObject({
      code: 'dataset_not_found',
    });
  });

  it('are profiled, built-in ones too', async () => {
    const clients = (await send('GET', '/datasets/clients/profile', 'viewer')).json<DatasetProfileDto>();
    expect(clients).toMatchObject({ rows_profiled: 4000, target: 'montant_pret', task: 'regression' });
    expect(clients.columns.filter(({ hidden }) => hidden).map(({ name }) => name)).toEqual([
      ...['situation_familiale', 'region', 'smoker', 'sexe', 'nationalite_francaise'],
    ]);
    const employees = (await send('GET', '/datasets/employees/profile', 'viewer')).json<DatasetProfileDto>();
    expect(employees).toMatchObject({
      target: 'a_quitte_l_entreprise',
      task: 'binary',
      positive_class: 'true',
    });
    expect(employees.row_count).toBeGreaterThan(500);
    for (const { warnings } of [clients, employees])
      expect(warnings.filter(({ code }) => code === ProfileWarningCode.SuspectedLeakage)).toEqual([]);
  });

  it('are deleted where no model needs them, with an event, and every process hears of it', async () => {
    await attach();
    const heard: string[] = [];
    const notifications = rows.app.get(Notifications);
    notifications.subscribe(
      datasetChannel,
      (name) => void heard.push(name),
      () => undefined,
    );
    await notifications.start();
    await addModel('needs-it');
    await addModel('needed-it', 'now()');
    const refused = await send('DELETE', '/datasets/loans', 'admin');
    expect(refused.statusCode).toBe(409);
    expect(refused.json<Problem>()).toMatchObject({ code: 'dataset_in_use', models: ['needs-it'] });

    await asSuperuser(rows.database, `UPDATE models SET retired_at = now() WHERE name = 'needs-it'`);
    expect((await send('DELETE', '/datasets/loans', 'admin')).statusCode).toBe(204);
    expect((await send('GET', '/datasets/loans', 'viewer')).statusCode).toBe(404);
    expect((await send('DELETE', '/datasets/loans', 'admin')).statusCode).toBe(404);
    expect(await relations()).toEqual([{ found: true }]);
    await eventually(() => Promise.resolve(heard.includes('loans')));
    await notifications.close();
    const events = await asSuperuser(
      rows.database,
      `SELECT subject_id, details FROM audit.events WHERE action = 'dataset.deleted'`,
    );
    expect(events).toEqual([
      { subject_id: 'loans', details: { origin: 'attached', relation: '"public"."loans"' } },
    ]);
  });

  it('stay when a model is made of them at the same time', async () => {
    await attach();
    // The model's transaction holds the dataset's row, as POST /models does, and commits while the deletion waits.
    const making = await HeldTable.hold(rows.database, 'api_keys');
    await making.run(`SELECT 1 FROM datasets WHERE name = 'loans' FOR KEY SHARE`);
    const deleting = send('DELETE', '/datasets/loans', 'admin');
    await eventually(async () => {
      const waiting = await asSuperuser(rows.database, 'SELECT 1 FROM pg_locks WHERE NOT granted');
      return waiting.length > 0;
    });
    await making.commit(
      `INSERT INTO models (name, description, dataset, task, target, features)
       VALUES ('just-made', '', 'loans', 'binary', 'defaulted', '[]')`,
    );
    expect((await deleting).json<Problem>()).toMatchObject({ code: 'dataset_in_use', models: ['just-made'] });
    expect((await send('GET', '/datasets/loans', 'viewer')).statusCode).toBe(200);
  });

  it('take the table with them where Veridict owns it, unless the database needs it', async () => {
    await rows.dataSource.query('CREATE TABLE datasets.imported AS SELECT 1 AS id');
    await rows.dataSource.transaction((manager) =>
      rows.app.get(DatasetStore).add(
        // A definition that names another relation than its own still takes nothing else away.
        { name: 'imported', origin: 'owned', relation: 'public.loans', identifier: 'id', columns: [] },
        actorOf(Role.Admin),
        manager,
      ),
    );
    await asSuperuser(rows.database, 'CREATE VIEW public.of_imported AS SELECT * FROM datasets.imported');
    expect((await send('DELETE', '/datasets/imported', 'admin')).json<Problem>()).toMatchObject({
      code: 'dataset_in_use',
    });
    expect((await send('GET', '/datasets/imported', 'viewer')).statusCode).toBe(200);
    await asSuperuser(rows.database, 'DROP VIEW public.of_imported');
    expect((await send('DELETE', '/datasets/imported', 'admin')).statusCode).toBe(204);
    const [{ gone }] = (await asSuperuser<{ gone: boolean }>(
      rows.database,
      `SELECT to_regclass('datasets.imported') IS NULL AS gone`,
    )) as [{ gone: boolean }];
    expect(gone).toBe(true);
    expect(await relations()).toEqual([{ found: true }]);
  });

  it('that are built in stay as they are', async () => {
    for (const name of ['clients', 'employees'])
      for (const method of ['DELETE', 'PATCH'] as const) {
        const change = method === 'PATCH' ? { description: 'mine' } : undefined;
        expect((await send(method, `/datasets/${name}`, 'admin', change)).json<Problem>()).toMatchObject({
          code: 'dataset_read_only',
        });
      }
    const body = { name: 'clients', schema: 'public', relation: 'loans' };
    expect((await send('POST', '/datasets/attach', 'admin', body)).json<Problem>()).toMatchObject({
      code: 'dataset_exists',
    });
  });
});
