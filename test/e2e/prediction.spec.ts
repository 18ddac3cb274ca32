import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientDto, ClientFeaturesDto, VeridictOperations } from '#libs/sdk';
import { featuresOf, manyPredictions, onePrediction, someFeatures } from '../support/loan-features.js';
import { rawPost } from '../support/raw-post.js';
import { refusalOf } from '../support/refusal.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const path = { model: 'loan-amount' };

describe('prediction', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;
  let token: string;
  let clients: ClientDto[];

  beforeAll(async () => {
    server = await VeridictServer.start();
    token = await server.signIn();
    veridict = server.client({ token });
    clients = (await veridict.listClients({ query: { limit: 250 } })).data.items;
  });

  afterAll(() => server.stop());

  const one = async (features: object): Promise<ReturnType<typeof onePrediction>> =>
    onePrediction(await veridict.predict({ path, body: { features: { ...features } } }));

  it('answers one row with everything that its owner needs', async () => {
    const answer = await one(someFeatures);
    expect(answer).toEqual({
      prediction_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      model: 'loan-amount',
      model_version: 1,
      prediction: expect.any(Number),
      interval: { lower: expect.any(Number), upper: expect.any(Number), coverage: 0.9 },
      warnings: [],
    });
    expect(answer.prediction).toBeGreaterThan(0);
    const { lower, upper } = answer.interval!;
    expect((lower + upper) / 2).toBeCloseTo(answer.prediction, 6);
  });

  it('answers many rows in their order, each with an id of its own', async () => {
    const instances = clients.slice(0, 50).map((client) => ({ ...featuresOf(client) }));
    const answers = manyPredictions(await veridict.predict({ path, body: { instances } }));
    const alone = await Promise.all(instances.map(one));
    expect(answers.map(({ prediction }) => prediction)).toEqual(alone.map(({ prediction }) => prediction));
    expect(new Set(answers.map(({ prediction }) => prediction)).size).toBeGreaterThan(40);
    expect(new Set(answers.map(({ prediction_id }) => prediction_id)).size).toBe(50);
  });

  it('gives a client exactly one number, by id, by typed body, by generic body and anywhere in a batch', async () => {
    expect(clients).toHaveLength(250);
    // One with a missing rent, which is a value like any other.
    expect(clients.some(({ loyer_mensuel }) => loyer_mensuel === null)).toBe(true);
    const byId: number[] = [];
    for (const client of clients) {
      const features = featuresOf(client);
      const [stored, typed, generic] = await Promise.all([
        veridict.predictClientById({ path: { id: client.id } }),
        veridict.predictClient({ body: features }),
        one(features),
      ]);
      expect(Object.is(typed.data.prediction, stored.data.prediction)).toBe(true);
      expect(Object.is(generic.prediction, stored.data.prediction)).toBe(true);
      byId.push(stored.data.prediction);
    }
    const rows = clients.map((client) => ({ ...featuresOf(client) }));
    // Every row at four positions of batches of four sizes: vectorised arithmetic must not show.
    for (const [from, size] of [
      [0, 250],
      [1, 249],
      [3, 247],
      [7, 100],
    ] as const) {
      const instances = rows.slice(from, from + size).reverse();
      const answers = manyPredictions(await veridict.predict({ path, body: { instances } })).reverse();
      answers.forEach(({ prediction }, i) => expect(Object.is(prediction, byId[from + i])).toBe(true));
    }
  });

  it('asks a version other than the champion by its number', async () => {
    const { model_version: version, promoted } = await trainNow(veridict, {
      hyperparameters: { alpha: 1e12 },
    });
    expect(promoted).toBe(false);
    const ask = (number: number) =>
      veridict.predictWithVersion({
        path: { ...path, version: number },
        body: { features: { ...someFeatures } },
      });
    const champion = await one(someFeatures);
    expect(onePrediction(await ask(version))).toMatchObject({ model_version: version });
    expect(onePrediction(await ask(version)).prediction).not.toBe(champion.prediction);
    expect(onePrediction(await ask(1))).toMatchObject({ model_version: 1, prediction: champion.prediction });
    expect(await refusalOf(ask(99))).toMatchObject({ status: 404, code: 'version_not_found' });
  });

  it('warns of values outside the range seen in training, but answers', async () => {
    const { warnings, prediction } = await one({ ...someFeatures, age: 130, revenu_estime_mois: 1e6 });
    expect(warnings).toEqual([
      expect.stringMatching(/^age is outside the range seen in training \(18 to \d+\)$/),
      expect.stringMatching(/^revenu_estime_mois is outside the range seen in training/),
    ]);
    expect(Number.isFinite(prediction)).toBe(true);
  });

  it('takes a left-out optional feature for missing, says so, and never for zero', async () => {
    const { score_credit: _score, historique_credits: _credits, ...rest } = someFeatures;
    const leftOut = await one(rest);
    expect(leftOut.warnings).toEqual([
      'historique_credits was left out and counts as missing',
      'score_credit was left out and counts as missing',
    ]);
    const missing = await one({ ...rest, historique_credits: null, score_credit: null });
    expect(missing.warnings).toEqual([]);
    expect(leftOut.prediction).toBe(missing.prediction);
    const zero = await one({ ...rest, historique_credits: 0, score_credit: 0 });
    expect(zero.prediction).not.toBe(missing.prediction);
    const { data: record } = await veridict.getPredictionRecord({ path: { id: leftOut.prediction_id } });
    expect(record.inputs).toEqual({ ...rest, historique_credits: null, score_credit: null });
  });

  describe('refused', () => {
    const refusals = async (body: unknown): Promise<Record<string, string>> => {
      const refusal = await refusalOf(veridict.predict({ path, body: body as never }));
      expect(refusal).toMatchObject({ status: 422, code: 'validation_failed' });
      return Object.fromEntries(refusal.errors.map(({ pointer, detail }) => [pointer, detail]));
    };

    it('lists every problem of a row at once, by field', async () => {
      const { age: _age, loyer_mensuel: _rent, ...rest } = someFeatures;
      const problems = await refusals({
        features: {
          ...rest,
          sport_licence: 'oui',
          niveau_etude: 'licence',
          revenu_estime_mois: null,
          risque_personnel: '0.3',
          anciennete_ans: [3],
          score_credits: 640,
          montant_pret: 9000,
        },
      });
      expect(problems).toEqual({
        '/features/age': 'is required',
        '/features/loyer_mensuel': 'is required; send null where the value is missing',
        '/features/sport_licence': 'must be true or false',
        '/features/niveau_etude': expect.stringMatching(/^must be one of "aucun", "bac"/),
        '/features/revenu_estime_mois': 'must be a number',
        '/features/risque_personnel': 'must be a number; a number sent as text is not taken',
        '/features/anciennete_ans': 'must be a number',
        '/features/score_credits': 'is no feature of loan-amount; did you mean score_credit?',
        '/features/montant_pret': 'is what loan-amount predicts; leave it out',
      });
    });

    it('lists every problem of every row of a batch, and answers none of them', async () => {
      const problems = await refusals({
        instances: [someFeatures, { ...someFeatures, age: null }, someFeatures, { ...someFeatures, agee: 1 }],
      });
      expect(problems).toEqual({
        '/instances/1/age': 'must be a number',
        '/instances/3/agee': 'is no feature of loan-amount; did you mean age?',
      });
    });

    it.each(['NaN', 'Infinity', '', ' ', '41', '0x29'])('takes no text for a number: %j', async (age) => {
      expect(await refusals({ features: { ...someFeatures, age } })).toEqual({
        '/features/age': 'must be a number; a number sent as text is not taken',
      });
    });

    it.each([
      ['1e400', 422],
      ['1e13', 422],
      ['NaN', 400],
      ['-Infinity', 400],
      ['041', 400],
    ])('does not take the number %s of a JSON text', async (number, status) => {
      const body = JSON.stringify({ features: someFeatures }).replace('"age":41', `"age":${number}`);
      const answer = await rawPost(`${server.url}/models/loan-amount/predict`, token, body);
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    });

    it.each([
      ['neither features nor instances', {}],
      ['both', { features: someFeatures, instances: [someFeatures] }],
      ['something else beside', { features: someFeatures, threshold: 0.5 }],
      ['bare features', someFeatures],
    ])('takes exactly one of features and instances: %s', async (_case, body) => {
      expect(await refusals(body)).toEqual({ '': expect.stringContaining('exactly one of features') });
    });

    it.each([
      ['none', []],
      ['1001', Array.from({ length: 1001 }, () => someFeatures)],
      ['no list', { 0: someFeatures }],
    ])('takes 1 to 1000 instances: %s', async (_case, instances) => {
      expect(await refusals({ instances })).toEqual({ '/instances': 'must be a list of 1 to 1000 rows' });
    });

    it('takes a thousand instances', async () => {
      const instances = Array.from({ length: 1000 }, (_, i) => ({ ...someFeatures, age: 18 + (i % 60) }));
      const answers = manyPredictions(await veridict.predict({ path, body: { instances } }));
      expect(answers).toHaveLength(1000);
      expect(answers[60]!.prediction).toBe(answers[0]!.prediction);
    });

    it.each([
      [null, 'must be an object'],
      ['row', 'must be an object'],
      [[1, 2], 'must be an object'],
    ])('takes no %j for a row', async (features, detail) => {
      expect(await refusals({ features })).toEqual({ '/features': detail });
    });

    it('checks the typed body by the same rules', async () => {
      const { age: _age, ...rest } = someFeatures;
      const body = { ...rest, niveau_etude: 'licence', revenue: 1 } as unknown as ClientFeaturesDto;
      const refusal = await refusalOf(veridict.predictClient({ body }));
      expect(refusal.status).toBe(422);
      expect(refusal.errors.map(({ pointer }) => pointer).sort()).toEqual([
        '/age',
        '/niveau_etude',
        '/revenue',
      ]);
      for (const nothing of ['[]', 'null', '"row"', '7']) {
        const answer = await rawPost(`${server.url}/clients/predict`, token, nothing);
        expect(answer.status).toBe(422);
      }
    });

    it('never repeats a value', async () => {
      const secrets = ['s3cret-text', 73173173173];
      const features = {
        ...someFeatures,
        niveau_etude: secrets[0],
        age: secrets[0],
        sport_licence: secrets[1],
        score_credit: 73173173173e3,
        surprise: secrets[0],
      };
      for (const [address, body] of [
        ['/models/loan-amount/predict', { features }],
        ['/models/loan-amount/predict', { instances: [features] }],
        ['/clients/predict', features],
      ] as const) {
        const { status, text } = await rawPost(`${server.url}${address}`, token, JSON.stringify(body));
        expect(status).toBe(422);
        for (const secret of secrets) expect(text).not.toContain(String(secret));
      }
      expect(server.log).not.toContain(secrets[0]);
    });

    it('stays sound when names and values are hostile', async () => {
      for (const name of [
        '__proto__',
        'constructor',
        'toString',
        '',
        'a/b~c',
        '\u0000',
        '\ud800',
        'é'.repeat(5000),
      ]) {
        const body = `{"features":${JSON.stringify(someFeatures).replace('}', `,${JSON.stringify(name)}:1}`)}}`;
        const { status, text } = await rawPost(`${server.url}/models/loan-amount/predict`, token, body);
        expect([name.slice(0, 20), [400, 422].includes(status), text.includes('"code"')]).toEqual([
          name.slice(0, 20),
          true,
          true,
        ]);
      }
      expect((await one(someFeatures)).warnings).toEqual([]);
    });

    it('knows neither other models nor other clients', async () => {
      expect(
        await refusalOf(
          veridict.predict({ path: { model: 'nope' }, body: { features: { ...someFeatures } } }),
        ),
      ).toMatchObject({ status: 404, code: 'model_not_found' });
      for (const id of [999_999_999, 9_007_199_254_740_991]) {
        expect(await refusalOf(veridict.predictClientById({ path: { id } }))).toMatchObject({
          status: 404,
          code: 'client_not_found',
        });
      }
    });
  });

  describe('while versions come and go', () => {
    beforeAll(async () => {
      // More than a process keeps loaded beside the champion.
      for (const alpha of [1, 10, 100, 300, 1000, 2000, 3000, 4000, 5000, 6000]) {
        await trainNow(veridict, { hyperparameters: { alpha } });
      }
    });

    it('answers by every version at once, also when there are more than stay loaded', async () => {
      const { data } = await veridict.listModelVersions({ path });
      const versions = data.items.map(({ version }) => version);
      expect(versions.length).toBeGreaterThan(11);
      const ask = async (version: number): Promise<[number, number]> => {
        const answer = onePrediction(
          await veridict.predictWithVersion({
            path: { ...path, version },
            body: { features: { ...someFeatures } },
          }),
        );
        return [answer.model_version, answer.prediction];
      };
      const expected = new Map<number, number>();
      for (const version of versions) expected.set(...(await ask(version)));
      for (let round = 0; round < 8; round++) {
        const answers = await Promise.all([...versions, ...[...versions].reverse()].map(ask));
        for (const [version, prediction] of answers) expect(prediction).toBe(expected.get(version));
      }
    });

    it('swaps under load: thirty moves, and every answer is by the version that it names', async () => {
      const rows = clients.slice(0, 20).map((client) => ({ ...featuresOf(client) }));
      const [first, second] = [1, 2];
      const expected = new Map<number, number[]>();
      for (const version of [first, second]) {
        const answers = manyPredictions(
          await veridict.predictWithVersion({ path: { ...path, version }, body: { instances: rows } }),
        );
        expected.set(
          version,
          answers.map(({ prediction }) => prediction),
        );
      }
      await veridict.moveAlias({
        path: { ...path, alias: 'champion' },
        body: { version: second, reason: 'Where the load begins' },
      });
      let moving = true;
      const answered = new Map<number, number>();
      const load = Array.from({ length: 16 }, async (_, worker) => {
        for (let i = worker; moving; i++) {
          const row = i % rows.length;
          const { model_version: version, prediction } = await one(rows[row]!);
          if (!Object.is(prediction, expected.get(version)?.[row])) {
            moving = false;
            throw new Error(`Version ${version} answered for another`);
          }
          answered.set(version, (answered.get(version) ?? 0) + 1);
        }
      });
      const move = async (): Promise<void> => {
        try {
          for (let i = 0; i < 30 && moving; i++) {
            const version = i % 2 ? first : second;
            await veridict.moveAlias({
              path: { ...path, alias: 'champion' },
              body: { version, reason: `Move ${i + 1} under load` },
            });
            // The mover's own next answer is by the version that it chose.
            expect((await one(rows[0]!)).model_version).toBe(version);
          }
        } finally {
          moving = false;
        }
      };
      await Promise.all([move(), ...load]);
      expect([...answered.keys()].sort()).toEqual([first, second]);
      console.log(`swap under load: answers by version ${JSON.stringify([...answered])}, no error`);
    });
  });
});

describe('prediction without a champion', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'empty' });
    veridict = await server.adminClient();
  });

  afterAll(() => server.stop());

  it('answers 503 and when to come back', async () => {
    const { data: client } = await veridict.createClient({
      body: { ...someFeatures, niveau_etude: 'master', montant_pret: null },
    });
    for (const call of [
      veridict.predict({ path, body: { features: { ...someFeatures } } }),
      veridict.predict({ path, body: { instances: [{ ...someFeatures }] } }),
      veridict.predictClient({ body: someFeatures }),
      veridict.predictClientById({ path: { id: client.id } }),
      veridict.getModelSchema({ path }),
    ]) {
      const refusal = await refusalOf(call);
      expect(refusal).toMatchObject({ status: 503, code: 'model_not_ready' });
      expect(refusal.retryAfterSeconds).toBeGreaterThan(0);
    }
    expect(
      await refusalOf(
        veridict.predictWithVersion({
          path: { ...path, version: 1 },
          body: { features: { ...someFeatures } },
        }),
      ),
    ).toMatchObject({ status: 404, code: 'version_not_found' });
    expect((await refusalOf(veridict.getReadiness())).status).toBe(503);
  });
});
