import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { VeridictOperations } from '#libs/sdk';
import { failureOf, openApi } from '../support/problem.js';
import { VeridictServer } from '../support/veridict-server.js';

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(openApi, 'openapi.json');
const isRow = ajv.getSchema('openapi.json#/components/schemas/RowDto')!;
const isPage = ajv.getSchema('openapi.json#/components/schemas/RowPageDto')!;

describe('the rows of a dataset, through the SDK', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'empty' });
    veridict = await server.adminClient();
    await veridict.createDataset({
      body: {
        file: new Blob(['label,"weight, kg",sent\nfirst,1.5,2026-11-20\nlast one,,\n']),
        definition: { name: 'parcels', id_column: 'label' },
      },
    });
  });

  afterAll(() => server?.stop());

  it('are added, listed, changed and deleted under any identifier', async () => {
    const name = 'parcels';
    const labels = ['2026/11 n° 7', '50%', '..%2F', 'Ünïcode?#'];
    for (const row_id of labels) {
      const created = await veridict.createDatasetRow({
        path: { name },
        body: { row_id, values: { 'weight, kg': 1.5, sent: '2026-11-21' } },
      });
      expect(isRow(created.data) ? [] : isRow.errors).toEqual([]);
      const location = created.response.headers.get('location')!;
      expect(location).toBe(`/datasets/parcels/rows/${encodeURIComponent(row_id)}`);
      const path = { name, row_id };
      expect((await veridict.getDatasetRow({ path })).data).toEqual(created.data);
      const changed = await veridict.changeDatasetRow({
        path,
        headers: { 'If-Match': created.response.headers.get('etag')! },
        body: { values: { sent: null } },
      });
      expect(changed.data).toEqual({ row_id, revision: '2', values: { 'weight, kg': 1.5, sent: null } });
    }
    const { data: page } = await veridict.listDatasetRows({ path: { name }, query: { limit: 4 } });
    expect(isPage(page) ? [] : isPage.errors).toEqual([]);
    const { data: rest } = await veridict.listDatasetRows({
      path: { name },
      query: { limit: 4, cursor: page.next_cursor! },
    });
    expect([...page.items, ...rest.items].map(({ row_id }) => row_id).sort()).toEqual(
      [...labels, 'first', 'last one'].sort(),
    );
    for (const row_id of labels) await veridict.deleteDatasetRow({ path: { name, row_id } });
    expect((await veridict.listDatasetRows({ path: { name } })).data).toMatchObject({
      items: [
        { row_id: 'first', values: { 'weight, kg': 1.5, sent: '2026-11-20' } },
        { row_id: 'last one', values: { 'weight, kg': null, sent: null } },
      ],
      total: 2,
    });
    const { data: events } = await veridict.listAdministrativeEvents({
      query: { subject_kind: 'dataset', subject_id: name },
    });
    // Newest first.
    expect(events.items.map(({ action }) => action)).toEqual([
      ...labels.map(() => 'dataset_row.deleted'),
      ...labels.flatMap(() => ['dataset_row.changed', 'dataset_row.created']),
      'dataset.created',
    ]);
  });

  it('are told what is wrong with them, and where they are written instead', async () => {
    expect(
      await failureOf(
        veridict.createDatasetRow({ path: { name: 'parcels' }, body: { row_id: 'x', values: { wait: 1 } } }),
      ),
    ).toMatchObject({ status: 422, code: 'validation_failed' });
    expect(
      await failureOf(veridict.createDatasetRow({ path: { name: 'clients' }, body: { values: {} } })),
    ).toMatchObject({ status: 409, code: 'dataset_read_only' });
    expect((await veridict.listDatasetRows({ path: { name: 'customers' } })).data.total).toBe(0);
  });
});
