import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ClientEntity, ClientsService } from '#libs/clients';
import { migrationDataSource } from '#libs/database';
import { Role } from '#libs/platform';
import { validClient } from '../support/client-rows.js';
import { type ClientsApp, startClientsApp } from '../support/clients-app.js';

type Client = typeof validClient & { id: number; version: number; sexe?: string };
type Problem = { code: string; errors: { pointer: string; detail: string }[] };

describe('the clients', () => {
  let clients: ClientsApp;

  beforeAll(async () => {
    clients = await startClientsApp();
  });

  afterAll(() => clients.close());

  beforeEach(() => clients.dataSource.query('DELETE FROM clients'));

  const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = {}) =>
    clients.app.inject({ method, url, ...(payload ? { payload } : {}), headers });
  const create = async (changes: object = {}): Promise<Client> =>
    (await send('POST', '/clients', { ...validClient, ...changes })).json<Client>();

  it('adds a client and says where it is and in which state', async () => {
    const response = await send('POST', '/clients', validClient);
    expect(response.statusCode).toBe(201);
    const client = response.json<Client>();
    expect(client).toMatchObject(validClient);
    expect(response.headers).toMatchObject({ location: `/clients/${client.id}`, etag: '"1"' });
    const read = await send('GET', `/clients/${client.id}`);
    expect(read.headers.etag).toBe('"1"');
    expect(read.json()).toEqual(client);
  });

  it('takes standardised values: they are simply other numbers', async () => {
    expect(await create({ age: -1.66, revenu_estime_mois: -0.4, loyer_mensuel: null })).toMatchObject({
      age: -1.66,
      loyer_mensuel: null,
    });
  });

  it.each([
    [{ ...validClient, age: '41' }, '/age'],
    [{ ...validClient, age: 1e13 }, '/age'],
    [{ ...validClient, age: null }, '/age'],
    [{ ...validClient, niveau_etude: 'licence' }, '/niveau_etude'],
    [{ ...validClient, sport_licence: 1 }, '/sport_licence'],
    [{ ...validClient, loyer_mensuel: undefined }, '/loyer_mensuel'],
    [{ ...validClient, region: ' Bretagne' }, '/region'],
    [{ ...validClient, region: 'x\u0000' }, '/region'],
    [{ ...validClient, id: 5 }, '/id'],
    [{ ...validClient, version: 5 }, '/version'],
  ])('refuses a body that does not fit, by field (%#)', async (body, pointer) => {
    const response = await send('POST', '/clients', body);
    expect(response.statusCode).toBe(422);
    expect(response.json<Problem>().errors.map((problem) => problem.pointer)).toContain(pointer);
  });

  it('counts, and finds the latest', async () => {
    expect((await send('GET', '/clients/latest')).statusCode).toBe(404);
    await create();
    const last = await create({ age: 20 });
    expect((await send('GET', '/clients/count')).json()).toEqual({ count: 2 });
    expect((await send('GET', '/clients/latest')).json()).toEqual(last);
  });

  it.each(['0', '-1', '1e3', '0x1', 'abc', '9007199254740993', '99999999999999999'])(
    'refuses %s as an id',
    async (id) => {
      expect((await send('GET', `/clients/${id}`)).statusCode).toBe(422);
    },
  );

  it('changes only what the body names, and only with the present tag', async () => {
    const { id } = await create();
    const change = { loyer_mensuel: null, age: 42 };
    expect((await send('PATCH', `/clients/${id}`, change)).statusCode).toBe(428);
    expect((await send('PATCH', `/clients/${id}`, change, { 'if-match': 'W/"1"' })).statusCode).toBe(412);
    const response = await send('PATCH', `/clients/${id}`, change, { 'if-match': '"1"' });
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe('"2"');
    expect(response.headers.location).toBeUndefined();
    expect(response.json()).toMatchObject({ ...validClient, ...change, version: 2 });
    expect((await send('PATCH', `/clients/${id}`, change, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await send('PATCH', `/clients/${id}`, { age: null }, { 'if-match': '"2"' })).statusCode).toBe(
      422,
    );
    expect((await send('PATCH', `/clients/${id}`, {}, { 'if-match': '"2"' })).statusCode).toBe(422);
    expect((await send('PATCH', `/clients/987654321`, change, { 'if-match': '"1"' })).statusCode).toBe(404);
  });

  it('lets one of 50 parallel changes with the same tag win', async () => {
    const { id } = await create();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, age) => send('PATCH', `/clients/${id}`, { age }, { 'if-match': '"1"' })),
    );
    const statuses = answers.map((answer) => answer.statusCode);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(49);
    expect((await send('GET', `/clients/${id}`)).headers.etag).toBe('"2"');
  });

  it('deletes, with the tag only if it is the present one', async () => {
    const { id } = await create();
    expect((await send('DELETE', `/clients/${id}`, undefined, { 'if-match': '"7"' })).statusCode).toBe(412);
    expect((await send('DELETE', `/clients/${id}`)).statusCode).toBe(204);
    expect((await send('DELETE', `/clients/${id}`)).statusCode).toBe(404);
    expect((await send('GET', `/clients/${id}`)).statusCode).toBe(404);
  });

  it('shows sensitive columns only on request, and only to those who may write them', async () => {
    const { id, sexe } = await create({ sexe: 'F', region: 'Corse' });
    expect(sexe).toBeUndefined();
    expect((await send('GET', `/clients/${id}`)).json<Client>()).not.toHaveProperty('region');
    const all = `/clients/${id}?include_sensitive=true`;
    expect((await send('GET', all)).json<Client>()).toMatchObject({ sexe: 'F', region: 'Corse' });
    const viewer = { 'x-test-role': Role.Viewer };
    expect((await send('GET', all, undefined, viewer)).statusCode).toBe(403);
    expect((await send('GET', '/clients?region=Corse', undefined, viewer)).statusCode).toBe(403);
  });

  it('records who changed which columns, never their values', async () => {
    const { id } = await create();
    await send('PATCH', `/clients/${id}`, { age: 77.25 }, { 'if-match': '"1"' });
    await send('DELETE', `/clients/${id}`);
    const events = await clients.dataSource.query<{ action: string; details: object }[]>(
      `SELECT action, details FROM audit.events WHERE subject_id = $1 ORDER BY id`,
      [String(id)],
    );
    expect(events).toEqual([
      { action: 'client.created', details: {} },
      { action: 'client.changed', details: { fields: ['age'], version: 2 } },
      { action: 'client.deleted', details: {} },
    ]);
  });

  it('hands models the features, never the loan or a sensitive column', async () => {
    const { id } = await create({ sexe: 'F' });
    const features: Partial<typeof validClient> = { ...validClient };
    delete features.montant_pret;
    const service = clients.app.get(ClientsService);
    expect(await service.findFeatures(id)).toEqual({
      ...features,
      historique_credits: null,
      score_credit: null,
    });
    await expect(service.findFeatures(id + 1)).rejects.toMatchObject({ code: 'client_not_found' });
  });

  it('has a table that is exactly what the entity says', async () => {
    const source = await migrationDataSource(clients.database.migration, [], [ClientEntity]).initialize();
    try {
      const drift = await source.driver.createSchemaBuilder().log();
      expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
    } finally {
      await source.destroy();
    }
  });
});
