import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import type { PredictionRecordDto, VeridictOperations } from '#libs/sdk';
import { featuresOf, manyPredictions, onePrediction, someFeatures } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import { trainNow } from '../support/training.js';
import { eventually } from '../support/eventually.js';
import { VeridictServer } from '../support/veridict-server.js';

const path = { model: 'loan-amount' };
const generic = '/models/loan-amount/predict';

interface Call {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  /** The body as it is sent, instead of `body` as JSON. */
  readonly text?: string;
  readonly contentType?: string;
  readonly credential?: Readonly<Record<string, string>>;
}

describe('the audit of predictions', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;
  let bearer: Record<string, string>;
  let me: string;
  let digest: string;

  beforeAll(async () => {
    server = await VeridictServer.start();
    const token = await server.signIn();
    bearer = { authorization: `Bearer ${token}` };
    veridict = server.client({ token });
    me = (await veridict.showMyAccount()).data.id;
    digest = (await veridict.getModelVersion({ path: { ...path, version: 1 } })).data.sha256;
  });

  afterAll(() => server.stop());

  const recordsOf = async (requestId: string): Promise<PredictionRecordDto[]> =>
    (await veridict.listPredictionRecords({ query: { limit: 1000 } })).data.items.filter(
      ({ request_id }) => request_id === requestId,
    );

  /** Calls with a request id of its own. @returns the answer's status and what the audit holds of the call */
  const audited = async (
    address: string,
    { method = 'POST', body, text, contentType = 'application/json', credential = bearer }: Call = {},
  ): Promise<{ status: number; answer: Record<string, unknown>; records: PredictionRecordDto[] }> => {
    const requestId = randomUUID();
    const response = await fetch(`${server.url}${address}`, {
      method,
      headers: {
        'x-request-id': requestId,
        ...credential,
        ...(method === 'POST' ? { 'content-type': contentType } : {}),
      },
      ...(method === 'POST' ? { body: text ?? JSON.stringify(body) } : {}),
    });
    const answer = (await response.json()) as Record<string, unknown>;
    return { status: response.status, answer, records: await recordsOf(requestId) };
  };

  const always = {
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    request_id: expect.any(String),
    occurred_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    actor_kind: 'user',
    credential_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    latency_ms: expect.any(Number),
  };

  it('holds everything of a prediction by id: who, how, about whom, by what, from what, what', async () => {
    const client = (await veridict.listClients({ query: { limit: 1 } })).data.items[0]!;
    const { answer, records } = await audited(`/clients/${client.id}/predict`, { method: 'GET' });
    expect(records).toEqual([
      {
        ...always,
        id: answer['prediction_id'],
        actor_id: me,
        route: 'GET /clients/:id/predict',
        subject_id: String(client.id),
        model: 'loan-amount',
        model_version: 1,
        model_digest: digest,
        // The features, never the loan that the client really has.
        inputs: { ...featuresOf(client) },
        output: { prediction: answer['prediction'], interval: answer['interval'] },
        threshold: null,
        decision: null,
        status: 'answered',
        http_status: 200,
        error_code: null,
        error_fields: null,
      },
    ]);
    expect(client.montant_pret).not.toBeUndefined();
    expect(records[0]!.inputs).not.toHaveProperty('montant_pret');
    expect(records[0]!.latency_ms).toBeGreaterThan(0);
    expect(Math.abs(Date.now() - Date.parse(records[0]!.occurred_at))).toBeLessThan(60_000);
    const { data: byId } = await veridict.getPredictionRecord({ path: { id: records[0]!.id } });
    expect(byId).toEqual(records[0]);
  });

  it('holds one record per row of a batch, with the ids that were answered', async () => {
    const instances = [30, 40, 50].map((age) => ({ ...someFeatures, age }));
    const { answer, records } = await audited(generic, { body: { instances } });
    const answered = answer['predictions'] as { prediction_id: string; prediction: number }[];
    expect(records).toHaveLength(3);
    expect(new Set(records.map(({ request_id }) => request_id)).size).toBe(1);
    answered.forEach(({ prediction_id, prediction }, i) => {
      expect(records.find(({ id }) => id === prediction_id)).toMatchObject({
        inputs: instances[i],
        output: { prediction },
        status: 'answered',
      });
    });
  });

  it('names the API key that was presented, and its owner', async () => {
    const { data: key } = await veridict.createApiKey({ body: { name: 'audit test', role: 'viewer' } });
    const { records } = await audited('/clients/predict', {
      body: someFeatures,
      credential: { 'x-api-key': key.key },
    });
    expect(records).toMatchObject([{ actor_kind: 'api_key', actor_id: me, credential_id: key.id }]);
  });

  describe('of calls without an answer', () => {
    const refused = { status: 'refused', inputs: null, output: null };

    it.each([
      ['malformed JSON', generic, { text: '{"features": ' }, 400, 'malformed_request'],
      [
        'another content type',
        generic,
        { text: 'a,b', contentType: 'text/html' },
        415,
        'unsupported_media_type',
      ],
      ['a body that is too large', generic, { text: `"${'x'.repeat(1_100_000)}"` }, 413, 'payload_too_large'],
      [
        'an unknown model',
        '/models/nope/predict',
        { body: { features: someFeatures } },
        404,
        'model_not_found',
      ],
      [
        'an unknown version',
        '/models/loan-amount/versions/99/predict',
        { body: { features: someFeatures } },
        404,
        'version_not_found',
      ],
      ['an unknown client', '/clients/999999999/predict', { method: 'GET' }, 404, 'client_not_found'],
      ['no row', generic, { body: {} }, 422, 'validation_failed'],
    ] as [string, string, Call, number, string][])(
      'holds exactly one record of %s',
      async (_case, address, call, status, code) => {
        const { status: answered, records } = await audited(address, call);
        expect(answered).toBe(status);
        expect(records).toEqual([
          expect.objectContaining({
            ...always,
            ...refused,
            actor_id: me,
            http_status: status,
            error_code: code,
            model: address.includes('nope') ? 'nope' : 'loan-amount',
            subject_id: call.method === 'GET' ? '999999999' : null,
          }),
        ]);
      },
    );

    it('names the fields that were refused and keeps no value of them, also of a batch', async () => {
      const row = { ...someFeatures, age: 'forty-two', surprise: 'hidden' };
      for (const [address, body, parent] of [
        [generic, { features: row }, '/features'],
        [generic, { instances: [someFeatures, row] }, '/instances/1'],
        ['/clients/predict', row, ''],
      ] as const) {
        const { status, records } = await audited(address, { body });
        expect(status).toBe(422);
        expect(records).toMatchObject([{ ...refused, model_version: 1, model_digest: digest }]);
        expect([...records[0]!.error_fields!].sort()).toEqual([`${parent}/age`, `${parent}/surprise`]);
        expect(JSON.stringify(records)).not.toMatch(/forty-two|hidden/);
      }
    });

    it('holds a call whose credential does not allow it', async () => {
      // A user with a generated password may do nothing until it is replaced.
      const { data: user } = await veridict.createUser({
        body: { email: 'newcomer@example.org', role: 'viewer' },
      });
      const token = await server.signIn(user.email, user.initial_password!);
      const { status, records } = await audited(generic, {
        body: { features: someFeatures },
        credential: { authorization: `Bearer ${token}` },
      });
      expect(status).toBe(403);
      expect(records).toMatchObject([
        { ...refused, actor_id: user.id, http_status: 403, error_code: 'insufficient_scope' },
      ]);
    });

    it('holds nothing of a caller who is nobody', async () => {
      const { data: before } = await veridict.listPredictionRecords({ query: { limit: 1 } });
      for (const credential of [
        {},
        { authorization: 'Bearer forged' },
        { 'x-api-key': 'vk_forged' },
        { authorization: bearer['authorization']!.slice(0, -2) },
      ]) {
        const { status, records } = await audited(generic, { body: { features: someFeatures }, credential });
        expect(status).toBe(401);
        expect(records).toEqual([]);
      }
      expect((await veridict.listPredictionRecords({ query: { limit: 1 } })).data.total).toBe(before.total);
    });

    it('holds the calls that came before there was a champion', async () => {
      const empty = await VeridictServer.start({ installation: 'empty' });
      try {
        const early = await empty.adminClient();
        expect((await refusalOf(early.predictClient({ body: someFeatures }))).status).toBe(503);
        const { data } = await early.listPredictionRecords();
        expect(data.items).toMatchObject([
          {
            status: 'failed',
            http_status: 503,
            error_code: 'model_not_ready',
            model: 'loan-amount',
            model_version: null,
            output: null,
          },
        ]);
      } finally {
        await empty.stop();
      }
    });
  });

  describe('when it cannot be written', () => {
    const ready = async (): Promise<boolean> => (await fetch(`${server.url}/health/ready`)).ok;
    let owner: pg.Client;

    beforeAll(async () => {
      owner = new pg.Client({ connectionString: server.database.migration });
      await owner.connect();
    });

    afterAll(() => owner.end());

    it('lets no prediction out, turns readiness off, and recovers by itself', async () => {
      const total = async (): Promise<number> =>
        (await veridict.listPredictionRecords({ query: { limit: 1 } })).data.total;
      const before = await total();
      expect(await ready()).toBe(true);
      await owner.query('REVOKE INSERT ON audit.predictions FROM veridict_app');
      try {
        const client = (await veridict.listClients({ query: { limit: 1 } })).data.items[0]!;
        for (const [address, call] of [
          [generic, { body: { features: someFeatures } }],
          [generic, { body: { instances: [someFeatures, someFeatures] } }],
          ['/clients/predict', { body: someFeatures }],
          [`/clients/${client.id}/predict`, { method: 'GET' }],
          // A refusal is not told either: it would leave no record.
          [generic, { body: { features: {} } }],
        ] as [string, Call][]) {
          const { status, answer } = await audited(address, call);
          expect([status, answer['code']]).toEqual([503, 'audit_unavailable']);
          expect(JSON.stringify(answer)).not.toMatch(/prediction"|predictions"|prediction_id|errors/);
        }
        const refusal = await refusalOf(veridict.predictClient({ body: someFeatures }));
        expect(refusal.retryAfterSeconds).toBeGreaterThan(0);
        expect(await ready()).toBe(false);
        const health = await refusalOf(veridict.getReadiness());
        expect(health.cause).toMatchObject({ audit: 'not_writable', database: 'up' });
        expect(await total()).toBe(before);
      } finally {
        await owner.query('GRANT INSERT ON audit.predictions TO veridict_app');
      }
      const { status, records } = await audited('/clients/predict', { body: someFeatures });
      expect([status, records.length]).toEqual([200, 1]);
      await eventually(ready);
    });
  });

  describe('replayed', () => {
    it('gives the same numbers to the last bit, for a hundred records', async () => {
      const { data: clients } = await veridict.listClients({ query: { limit: 99 } });
      const instances = clients.items.map((client) => ({ ...featuresOf(client) }));
      const batch = manyPredictions(await veridict.predict({ path, body: { instances } }));
      const { score_credit: _score, ...incomplete } = someFeatures;
      const single = onePrediction(await veridict.predict({ path, body: { features: incomplete } }));
      // A later champion changes nothing about what the first one said.
      await trainNow(veridict, { hyperparameters: { alpha: 0.5 } });
      await veridict.moveAlias({
        path: { ...path, alias: 'champion' },
        body: { version: 2, reason: 'The replay must not use it' },
      });
      for (const { prediction_id: id, prediction, interval } of [...batch, single]) {
        const { data: replay } = await veridict.replayPrediction({ path: { id } });
        expect(replay).toEqual({
          prediction_id: id,
          identical: true,
          model: 'loan-amount',
          model_version: 1,
          sha256: digest,
          recorded: { prediction, interval },
          replayed: { prediction, interval },
        });
      }
    });

    it('is refused for a call that got no answer, and for a record that does not exist', async () => {
      const { records } = await audited(generic, { body: { features: {} } });
      expect(await refusalOf(veridict.replayPrediction({ path: { id: records[0]!.id } }))).toMatchObject({
        status: 409,
        code: 'replay_not_possible',
      });
      expect(await refusalOf(veridict.replayPrediction({ path: { id: randomUUID() } }))).toMatchObject({
        status: 404,
        code: 'audit_record_not_found',
      });
    });
  });

  describe('read', () => {
    const everything = async (): Promise<PredictionRecordDto[]> => {
      const items: PredictionRecordDto[] = [];
      for (let cursor: string | undefined; ;) {
        const { data } = await veridict.listPredictionRecords({
          query: { limit: 37, sort: 'occurred_at', ...(cursor ? { cursor } : {}) },
        });
        items.push(...data.items);
        if (data.next_cursor === null) return items;
        cursor = data.next_cursor;
      }
    };
    const exported = async (query: string): Promise<string> => {
      const response = await fetch(`${server.url}/audit/export?${query}`, { headers: bearer });
      expect(response.status).toBe(200);
      return response.text();
    };

    it('is the same page by page, as NDJSON and as CSV', async () => {
      const listed = await everything();
      expect(listed.length).toBeGreaterThan(110);
      const lines = (await exported('format=ndjson')).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line) as PredictionRecordDto)).toEqual(listed);

      const rows = parse<Record<string, string>>(await exported('format=csv'), { columns: true });
      expect(rows).toHaveLength(listed.length);
      const text = (value: string | number | null): string => (value === null ? '' : String(value));
      rows.forEach((row, i) => {
        const record = listed[i]!;
        expect(row).toMatchObject({
          id: record.id,
          occurred_at: record.occurred_at,
          actor_id: record.actor_id,
          subject_id: text(record.subject_id),
          model_version: text(record.model_version),
          status: record.status,
          error_code: text(record.error_code),
        });
        expect(row['inputs'] ? (JSON.parse(row['inputs']) as unknown) : null).toEqual(record.inputs);
        expect(row['output'] ? (JSON.parse(row['output']) as unknown) : null).toEqual(record.output);
      });
    });

    it('is filtered by time, model, version, actor, subject and status', async () => {
      const listed = await everything();
      const middle = listed[Math.floor(listed.length / 2)]!.occurred_at;
      const subject = listed.find(({ subject_id }) => subject_id !== null)!.subject_id!;
      const newcomer = listed.find(({ http_status }) => http_status === 403)!.actor_id;
      const filters: [object, (record: PredictionRecordDto) => boolean][] = [
        [{ occurred_from: middle }, ({ occurred_at }) => occurred_at >= middle],
        [{ occurred_to: middle }, ({ occurred_at }) => occurred_at < middle],
        [{ model: 'nope' }, ({ model }) => model === 'nope'],
        [{ model: 'loan-amount' }, ({ model }) => model === 'loan-amount'],
        [{ model_version: 1 }, ({ model_version }) => model_version === 1],
        [{ actor_id: newcomer }, ({ actor_id }) => actor_id === newcomer],
        [{ subject_id: subject }, ({ subject_id }) => subject_id === subject],
        [{ status: 'refused' }, ({ status }) => status === 'refused'],
        [
          { status: 'answered', subject_id: subject, model_version: 1 },
          (record) =>
            record.status === 'answered' && record.subject_id === subject && record.model_version === 1,
        ],
      ];
      for (const [filter, holds] of filters) {
        const expected = listed.filter(holds).map(({ id }) => id);
        const { data } = await veridict.listPredictionRecords({
          query: { limit: 1000, sort: 'occurred_at', ...filter },
        });
        expect([filter, data.items.map(({ id }) => id)]).toEqual([filter, expected]);
        expect(data.total).toBe(expected.length);
        expect(expected.length).toBeGreaterThan(0);
        expect(expected.length).toBeLessThan(listed.length);
      }
      const refusals = (await exported('format=ndjson&status=refused')).trimEnd().split('\n');
      expect(refusals).toHaveLength(listed.filter(({ status }) => status === 'refused').length);
    });

    it('is closed to viewers and open to analysts', async () => {
      const password = 'a phrase of four words';
      for (const [role, status] of [
        ['viewer', 403],
        ['analyst', 200],
      ] as const) {
        await veridict.createUser({ body: { email: `${role}@example.org`, password, role } });
        const token = await server.signIn(`${role}@example.org`, password);
        for (const address of ['/audit/predictions', '/audit/events', '/audit/export']) {
          const response = await fetch(`${server.url}${address}`, {
            headers: { authorization: `Bearer ${token}` },
          });
          await response.arrayBuffer();
          expect([address, response.status]).toEqual([address, status]);
        }
      }
    });
  });

  it('keeps administrative acts too: accounts, keys, imports, deletions, promotions, exports', async () => {
    const { data: key } = await veridict.createApiKey({ body: { name: 'to be revoked', role: 'viewer' } });
    await veridict.revokeApiKey({ path: { id: key.id } });
    const { data: client } = await veridict.createClient({
      body: { ...someFeatures, niveau_etude: 'master', montant_pret: 7000 },
    });
    await veridict.deleteClient({ path: { id: client.id } });
    await veridict.importClients({
      body: 'age,sport_licence,niveau_etude,revenu_estime_mois,risque_personnel,loyer_mensuel,anciennete_ans,montant_pret\n41,oui,master,2850,0.31,780,3.5,8500',
    });
    const { data: events } = await veridict.listAdministrativeEvents({ query: { limit: 1000 } });
    const actions = new Set(events.items.map(({ action }) => action));
    for (const action of [
      'api_key.created',
      'api_key.revoked',
      'client.created',
      'client.deleted',
      'clients.imported',
      'user.created',
      'alias.moved',
      'training.requested',
      'training.finished',
      'audit.exported',
    ])
      expect([...actions]).toContain(action);
    expect(events.items.every(({ actor_id }) => actor_id !== '')).toBe(true);
  });
});
