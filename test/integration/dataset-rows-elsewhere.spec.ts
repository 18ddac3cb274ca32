import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { ClientsHttpModule } from '#libs/clients';
import { CustomersModule, customersDataset } from '#libs/customers';
import {
  type DatasetColumn,
  type DatasetDefinition,
  DatasetRegistry,
  DatasetsHttpModule,
} from '#libs/datasets';
import { EmployeesHttpModule } from '#libs/employees';
import pg from 'pg';
import { validClient } from '../support/client-rows.js';
import { validEmployee } from '../support/employee-extracts.js';
import { columnOfKind, storeDefinition } from '../support/owned-dataset.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

@Module({ imports: [DatasetsHttpModule, ClientsHttpModule, EmployeesHttpModule, CustomersModule] })
class AllDatasets {}

type Problem = { code: string; detail: string };
type Row = { row_id: string; revision: string | null; values: Record<string, unknown> };

const attached: DatasetDefinition = {
  name: 'ledger',
  origin: 'attached',
  relation: 'outside.ledger',
  identifier: 'Nr',
  columns: [
    columnOfKind('amount', 'numeric'),
    columnOfKind('kind', 'categorical'),
    columnOfKind('booked', 'date'),
  ],
};
describe('the rows of datasets that were not imported', () => {
  let rows: RowsApp;

  beforeAll(async () => {
    rows = await startRowsApp(AllDatasets);
    const owner = new pg.Client({ connectionString: rows.database.superuser });
    await owner.connect();
    await owner.query(`
      CREATE SCHEMA outside;
      CREATE TABLE outside.ledger ("Nr" uuid PRIMARY KEY, amount numeric(12, 2), kind varchar(10), booked timestamptz);
      INSERT INTO outside.ledger VALUES
        ('0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11', 12.50, 'in', '2024-02-29 12:00+00'),
        ('0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c12', NULL, NULL, NULL);
      GRANT USAGE ON SCHEMA outside TO veridict_app;
      GRANT SELECT ON outside.ledger TO veridict_app`);
    await owner.end();
    await storeDefinition(rows.dataSource, attached);
    const { version: _, ...unversioned } = customersDataset;
    rows.app.get(DatasetRegistry).register({ ...unversioned, name: 'unversioned' });
  });

  afterAll(() => rows.close());

  const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = {}) =>
    rows.app.inject({ method, url, ...(payload ? { payload } : {}), headers });

  it('are read as those of imported ones, built-in datasets too', async () => {
    const client = (await send('POST', '/clients', { ...validClient, sexe: 'F' })).json<{ id: number }>();
    await send('POST', '/employees', validEmployee);
    const read = await send('GET', `/datasets/clients/rows/${client.id}`);
    const { age, niveau_etude, montant_pret } = validClient;
    expect(read.json()).toMatchObject({
      row_id: String(client.id),
      revision: '1',
      values: { age, niveau_etude, montant_pret },
    });
    expect(read.json<Row>().values).not.toHaveProperty('sexe');
    expect(read.headers.etag).toBe('"1"');
    const employees = await send('GET', '/datasets/employees/rows?include_sensitive=true');
    expect(employees.json()).toMatchObject({
      items: [{ row_id: String(validEmployee.id), values: { poste: validEmployee.poste, genre: 'F' } }],
      total: 1,
    });
    // A time of change is a revision, but no version to send back.
    const employee = await send('GET', `/datasets/employees/rows/${validEmployee.id}`);
    expect(employee.json<Row>().revision).toMatch(/^\d{4}-/);
    expect(employee.headers.etag).toBeUndefined();
  });

  it('are read of attached relations, whatever the types of their columns', async () => {
    const items = [
      {
        row_id: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
        revision: null,
        values: { amount: 12.5, kind: 'in', booked: '2024-02-29' },
      },
      {
        row_id: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c12',
        revision: null,
        values: { amount: null, kind: null, booked: null },
      },
    ];
    const first = (await send('GET', '/datasets/ledger/rows?limit=1')).json<{ next_cursor: string }>();
    expect(first).toMatchObject({ items: items.slice(0, 1), total: 2 });
    const second = await send('GET', `/datasets/ledger/rows?limit=1&cursor=${first.next_cursor}`);
    expect(second.json()).toEqual({ items: items.slice(1), next_cursor: null, total: 2 });
    expect((await send('GET', `/datasets/ledger/rows/${items[0]!.row_id}`)).json()).toEqual(items[0]);
    expect((await send('GET', '/datasets/ledger/rows/12')).json<Problem>().code).toBe('row_not_found');
  });

  it.each([
    ['clients', 'The rows of clients are added, changed and deleted under /clients.'],
    ['employees', 'The rows of employees are added, changed and deleted under /employees.'],
    ['ledger', 'Attached relations are only read; change their rows where they belong.'],
    [
      'unversioned',
      'The rows of this dataset count no versions, so that of two changes one could be lost; they are only read.',
    ],
  ])('of %s are not written here, and the answer says where', async (name, detail) => {
    for (const [method, path] of [
      ['POST', `/datasets/${name}/rows`],
      ['PATCH', `/datasets/${name}/rows/1`],
      ['DELETE', `/datasets/${name}/rows/1`],
    ] as const) {
      const body = method === 'DELETE' ? undefined : { values: {} };
      const response = await send(method, path, body, { 'if-match': '"1"' });
      expect(response.statusCode).toBe(409);
      expect(response.json()).toMatchObject({ code: 'dataset_read_only', detail });
    }
  });

  it('are written where a built-in dataset has no routes of its own', async () => {
    const exampleOf = ({ kind, minimum, allowedValues }: DatasetColumn) =>
      kind === 'numeric'
        ? Math.max(minimum ?? 0, 0)
        : kind === 'boolean'
          ? true
          : (allowedValues?.[0] ?? 'x');
    const required = customersDataset.columns.filter(
      ({ name, optional }) => !optional && name !== customersDataset.identifier,
    );
    const valuesOf = (sensitive: boolean) =>
      Object.fromEntries(
        required
          .filter((column) => column.sensitive === sensitive)
          .map((column) => [column.name, exampleOf(column)]),
      );
    const values = valuesOf(false);
    const created = await send('POST', '/datasets/customers/rows', {
      row_id: '987654',
      values: { ...values, ...valuesOf(true) },
    });
    expect(created.json()).toMatchObject({ row_id: '987654', revision: '1', values });
    expect(created.headers.etag).toBe('"1"');
    const path = '/datasets/customers/rows/987654';
    const change = { values: { EXT_SOURCE_2: 0.25 } };
    expect((await send('PATCH', path, change, { 'if-match': '"1"' })).json()).toMatchObject({
      revision: '2',
      ...change,
    });
    // Predictions know by the time that the row is another one.
    expect(
      await rows.dataSource.query(
        'SELECT veridict_updated_at > veridict_created_at AS told FROM customers WHERE "SK_ID_CURR" = 987654',
      ),
    ).toEqual([{ told: true }]);
    expect((await send('DELETE', path, undefined, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await send('DELETE', path)).statusCode).toBe(204);
  });

  it('are told to be out of reach when the relation goes, or is no longer to be read', async () => {
    await storeDefinition(rows.dataSource, { ...attached, name: 'gone', relation: 'outside.gone' });
    await storeDefinition(rows.dataSource, { ...attached, name: 'secret', relation: 'audit.no_access' });
    await storeDefinition(rows.dataSource, {
      ...attached,
      name: 'narrower',
      columns: [columnOfKind('dropped', 'numeric')],
    });
    for (const name of ['gone', 'secret', 'narrower'])
      for (const path of ['rows', 'rows/0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11'])
        expect((await send('GET', `/datasets/${name}/${path}`)).json()).toMatchObject({
          status: 422,
          code: 'dataset_unfit',
        });
  });
});
