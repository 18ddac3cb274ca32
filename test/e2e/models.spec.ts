import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AliasMoveDto, ModelDto, VeridictOperations } from '#libs/sdk';
import { featuresOf, onePrediction, someFeatures } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const path = { model: 'loan-amount' };

describe('models', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    server = await VeridictServer.start();
    veridict = await server.adminClient();
    await trainNow(veridict, { hyperparameters: { alpha: 50 } });
    await trainNow(veridict, { hyperparameters: { alpha: 1e12 } });
  });

  afterAll(() => server.stop());

  const championOf = ({ aliases }: ModelDto): number =>
    aliases.find(({ alias }) => alias === 'champion')!.version;
  const moveTo = async (version: number, reason = 'a reason of the test'): Promise<ModelDto> =>
    (await veridict.moveAlias({ path: { ...path, alias: 'champion' }, body: { version, reason } })).data;
  const history = async (): Promise<AliasMoveDto[]> => (await veridict.getModelHistory({ path })).data.items;

  it('are listed with what they predict, from what, and where their aliases point', async () => {
    const { data: list } = await veridict.listModels();
    const { data: model } = await veridict.getModel({ path });
    expect(list.items).toContainEqual(model);
    expect(model).toEqual({
      name: 'loan-amount',
      origin: 'built_in',
      description: expect.any(String),
      dataset: 'clients',
      task: 'regression',
      target: 'montant_pret',
      features: Object.keys(someFeatures),
      sensitive_features: [],
      derived: [],
      gate: { promotion: 'automatic', minimum_improvement: 0 },
      aliases: [{ alias: 'champion', version: expect.any(Number) }],
      ready: true,
      retired_at: null,
    });
    for (const hidden of ['montant_pret', 'sexe', 'nationalite_francaise', 'region']) {
      expect(model.features).not.toContain(hidden);
    }
  });

  it('have versions with metrics, schema, digest and card', async () => {
    const { data: list } = await veridict.listModelVersions({ path });
    expect(list.items.map(({ version }) => version)).toEqual([3, 2, 1]);
    for (const listed of list.items) {
      const { data: version } = await veridict.getModelVersion({
        path: { ...path, version: listed.version },
      });
      expect(version).toEqual(listed);
      expect(version).toMatchObject({
        model: 'loan-amount',
        task: 'regression',
        algorithm: 'linear',
        threshold: null,
        metrics: { MAE: expect.any(Number), RMSE: expect.any(Number), 'R²': expect.any(Number) },
        baseline_metrics: { RMSE: expect.any(Number) },
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(version.features.map(({ name }) => name)).toEqual(Object.keys(someFeatures));
      expect(version.features.find(({ name }) => name === 'age')).toMatchObject({
        kind: 'numeric',
        unit: 'years',
        training_minimum: expect.any(Number),
        training_maximum: expect.any(Number),
      });
      const { data: run } = await veridict.getTrainingRun({ path: { id: version.training_run_id } });
      expect(version.card.training_rows + version.card.held_out_rows).toBe(run.n_rows);
      const { data: card } = await veridict.getModelCard({ path: { ...path, version: listed.version } });
      expect(card).toMatchObject(version.card);
      expect(card.coefficients!.length).toBeGreaterThanOrEqual(version.features.length);
    }
    expect(list.items.at(1)!.hyperparameters).toMatchObject({ alpha: 50, l1_ratio: 0 });
  });

  it('publish a JSON Schema that takes exactly the rows that a prediction takes', async () => {
    const { data: schema } = await veridict.getModelSchema({ path });
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' });
    // strict: compiling also shows that every keyword is one of the standard.
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
    expect(ajv.validateSchema(schema)).toBe(true);
    const takes = ajv.compile(schema);

    const { data: clients } = await veridict.listClients({ query: { limit: 200 } });
    for (const client of clients.items) expect(takes(featuresOf(client))).toBe(true);

    const { age: _age, ...withoutAge } = someFeatures;
    const { score_credit: _score, ...withoutScore } = someFeatures;
    const rows: Record<string, unknown>[] = [
      someFeatures,
      withoutScore,
      withoutAge,
      { ...someFeatures, age: '41' },
      { ...someFeatures, age: null },
      { ...someFeatures, loyer_mensuel: null },
      { ...someFeatures, niveau_etude: 'licence' },
      { ...someFeatures, sport_licence: 1 },
      { ...someFeatures, montant_pret: 9000 },
      { ...someFeatures, age: 1e13 },
    ];
    for (const features of rows) {
      const answered = await veridict.predict({ path, body: { features } }).then(
        () => true,
        () => false,
      );
      expect([features, takes(features)]).toEqual([features, answered]);
    }
    expect(rows.filter((row) => takes(row))).toHaveLength(3);
  });

  it('are promoted and rolled back with a reason, and the next prediction is by the version that serves', async () => {
    const { data: me } = await veridict.showMyAccount();
    const start = championOf((await veridict.getModel({ path })).data);
    const answers = new Map<number, number>();
    for (const version of [3, 1, 3, start]) {
      const reason = `Version ${version} is what the test wants`;
      expect(championOf(await moveTo(version, reason))).toBe(version);
      const answer = onePrediction(await veridict.predict({ path, body: { features: someFeatures } }));
      expect(answer.model_version).toBe(version);
      expect(answers.get(version) ?? answer.prediction).toBe(answer.prediction);
      answers.set(version, answer.prediction);
      const { data: typed } = await veridict.predictClient({ body: someFeatures });
      expect(typed).toMatchObject({ model_version: version, prediction: answer.prediction });
      const { data: described } = await veridict.getModelVersion({ path: { ...path, version } });
      expect(described.aliases).toEqual(['champion']);
    }
    expect(new Set(answers.values()).size).toBe(answers.size);

    const moves = (await history()).slice(0, 4);
    expect(moves.map(({ from_version, to_version }) => [from_version, to_version])).toEqual([
      [3, start],
      [1, 3],
      [3, 1],
      [start, 3],
    ]);
    const { data: events } = await veridict.listAdministrativeEvents({ query: { limit: 4 } });
    moves.forEach((move, i) => {
      expect(move).toEqual({
        moved_at: expect.any(String),
        alias: 'champion',
        from_version: move.from_version,
        to_version: move.to_version,
        reason: `Version ${move.to_version} is what the test wants`,
        actor_kind: 'user',
        actor_id: me.id,
        training_run_id: null,
      });
      expect(Math.abs(Date.now() - Date.parse(move.moved_at))).toBeLessThan(60_000);
      expect(events.items[i]).toMatchObject({
        action: 'alias.moved',
        actor_id: me.id,
        subject_kind: 'model',
        subject_id: 'loan-amount',
        details: { from_version: move.from_version, to_version: move.to_version, reason: move.reason },
      });
    });
  });

  it('remember which training run promoted a version, and that the first came from nowhere', async () => {
    const first = (await history()).at(-1)!;
    expect(first).toMatchObject({ from_version: null, to_version: 1, alias: 'champion' });
    const { data: version } = await veridict.getModelVersion({ path: { ...path, version: 1 } });
    expect(first.training_run_id).toBe(version.training_run_id);
    expect(first.reason).toMatch(/RMSE .* of the mean baseline/);
  });

  it('record nothing when an alias is moved to where it points', async () => {
    const before = await history();
    await moveTo(championOf((await veridict.getModel({ path })).data));
    expect(await history()).toEqual(before);
  });

  it('carry a challenger beside the champion without serving it', async () => {
    const { data: before } = await veridict.getModel({ path });
    const { data: after } = await veridict.moveAlias({
      path: { ...path, alias: 'challenger' },
      body: { version: 3, reason: 'Measured beside the champion' },
    });
    expect(after.aliases).toContainEqual({ alias: 'challenger', version: 3 });
    expect(championOf(after)).toBe(championOf(before));
    const answer = onePrediction(await veridict.predict({ path, body: { features: someFeatures } }));
    expect(answer.model_version).toBe(championOf(before));
  });

  it('keep one consistent chain of moves when twenty callers promote at once', async () => {
    const start = championOf((await veridict.getModel({ path })).data);
    const before = (await history()).length;
    const last = await Promise.all(Array.from({ length: 20 }, (_, i) => moveTo((i % 3) + 1)));
    expect(last).toHaveLength(20);
    const moves = (await history()).slice(0, -before).reverse();
    expect(moves.length).toBeGreaterThanOrEqual(3);
    let version: number | null = start;
    for (const move of moves) {
      expect(move.from_version).toBe(version);
      expect(move.to_version).not.toBe(version);
      version = move.to_version;
    }
    const { data: model } = await veridict.getModel({ path });
    expect(championOf(model)).toBe(version);
    // What answers is what the alias says, whatever order the processes' notifications came in.
    const answer = onePrediction(await veridict.predict({ path, body: { features: someFeatures } }));
    expect(answer.model_version).toBe(version);
  });

  it('refuse versions, models and reasons that are none', async () => {
    const alias = 'champion';
    const reason = 'a reason of the test';
    expect(await refusalOf(moveTo(99))).toMatchObject({ status: 404, code: 'version_not_found' });
    expect(await refusalOf(veridict.getModelVersion({ path: { ...path, version: 99 } }))).toMatchObject({
      status: 404,
      code: 'version_not_found',
    });
    for (const call of [
      veridict.getModel({ path: { model: 'nope' } }),
      veridict.listModelVersions({ path: { model: 'nope' } }),
      veridict.getModelSchema({ path: { model: 'nope' } }),
      veridict.getModelHistory({ path: { model: 'nope' } }),
      veridict.moveAlias({ path: { model: 'nope', alias }, body: { version: 1, reason } }),
    ]) {
      expect(await refusalOf(call)).toMatchObject({ status: 404, code: 'model_not_found' });
    }
    const refusal = await refusalOf(
      veridict.moveAlias({ path: { ...path, alias }, body: { version: 0, reason: 'no' } }),
    );
    expect(refusal.status).toBe(422);
    expect(refusal.errors.map(({ pointer }) => pointer).sort()).toEqual(['/reason', '/version']);
  });

  it.each(['no', '     ', '  blank first', 'bell\u0007', 'half \ud800 of a pair', 'x'.repeat(1001)])(
    'are not moved for the reason %j',
    async (reason) => {
      const before = await history();
      const refusal = await refusalOf(moveTo(2, reason));
      expect(refusal.status).toBe(422);
      expect(new Set(refusal.errors.map(({ pointer }) => pointer))).toEqual(new Set(['/reason']));
      expect(await history()).toEqual(before);
    },
  );

  it.each(['viewer', 'analyst'] as const)('can be read, but not moved, by a %s', async (role) => {
    const email = `${role}@example.org`;
    const password = 'a phrase of four words';
    await veridict.createUser({ body: { email, password, role } });
    const caller = server.client({ token: await server.signIn(email, password) });
    expect((await caller.getModel({ path })).data.name).toBe('loan-amount');
    expect(
      await refusalOf(
        caller.moveAlias({ path: { ...path, alias: 'champion' }, body: { version: 1, reason: 'I want to' } }),
      ),
    ).toMatchObject({ status: 403, code: 'insufficient_scope' });
  });
});
