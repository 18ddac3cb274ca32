import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmployeeDto, ScoreCardDto, VeridictOperations } from '#libs/sdk';
import { eventually } from '../support/eventually.js';
import { refusalOf } from '../support/refusal.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'attrition';
type DecisionQuery = NonNullable<NonNullable<Parameters<VeridictOperations['listDecisions']>[0]>['query']>;

const reason = 'The test wants it';
const protectedColumns = ['genre', 'statut_marital'];

describe('decisions', () => {
  let database: TestDatabase;
  let servers: VeridictServer[];
  let veridict: VeridictOperations;
  let other: VeridictOperations;
  let version: number;
  let employees: EmployeeDto[];

  beforeAll(async () => {
    database = await VeridictServer.installed();
    servers = [await VeridictServer.start({ database }), await VeridictServer.start({ database })];
    [veridict, other] = (await Promise.all(servers.map((server) => server.adminClient()))) as [
      VeridictOperations,
      VeridictOperations,
    ];
    version = (await veridict.getModel({ path: { model } })).data.aliases[0]!.version;
    employees = (await veridict.listEmployees({ query: { limit: 200 } })).data.items;
  }, 90_000);

  afterAll(async () => {
    await Promise.all(servers?.map((server) => server.stop()) ?? []);
    await database?.drop();
  });

  const card = async (
    id: number | string,
    query: { language?: 'en' | 'fr'; limit?: number } = {},
    by = veridict,
  ): Promise<ScoreCardDto> => (await by.getScoreCard({ path: { model, row_id: String(id) }, query })).data;
  const recordOf = async (id: string) => (await veridict.getPredictionRecord({ path: { id } })).data;
  const moveThreshold = (threshold: number) =>
    veridict.overrideThreshold({ path: { model, version }, body: { threshold, reason } });
  const changePolicy = (
    body: Omit<Parameters<VeridictOperations['changeDecisionPolicy']>[0]['body'], 'reason'>,
    by = veridict,
  ) => by.changeDecisionPolicy({ path: { model }, body: { ...body, reason } });
  const noBand = { below: 0, above: 0 };

  /** An employee whose probability lies well inside. */
  const undecided = async (): Promise<ScoreCardDto> => {
    for (const { id } of employees) {
      const found = await card(id, { limit: 1 });
      if (found.probability > 0.2 && found.probability < 0.8) return found;
    }
    throw new Error('Every answer of the sample is certain');
  };

  describe('of a score card', () => {
    it('has the probability of a plain prediction, its score, and a record that replays to the last bit', async () => {
      for (const { id } of employees.slice(0, 10)) {
        const { data: plain } = await veridict.predictAttritionById({ path: { id_employee: id } });
        const shown = await card(id);
        expect(shown).toMatchObject({
          row_id: String(id),
          model,
          model_version: version,
          probability: plain.probability,
          threshold: plain.threshold,
          score: Math.round(1000 * (1 - plain.probability!)),
          decision: plain.prediction === 1 ? 'retention_talk' : 'no_action',
          positive_class: 'leaves the company',
          policy_version: 0,
          dictionary_version: 0,
        });
        const record = await recordOf(shown.prediction_id);
        expect(record).toMatchObject({
          route: 'GET /models/:model/rows/:row_id/score-card',
          subject_id: String(id),
          decision: {
            purpose: 'score_card',
            decision: shown.decision,
            score: shown.score,
            policy_version: 0,
          },
        });
        const { data: replay } = await veridict.replayPrediction({ path: { id: shown.prediction_id } });
        expect(replay.identical).toBe(true);
      }
    });

    it('names the reasons that the explanation gives, those for leaving first, in either language', async () => {
      const { row_id: id } = await undecided();
      const path = { id_employee: Number(id) };
      const { data } = await veridict.predictAttritionById({ path, query: { explain: true } });
      const contributions = new Map(
        data.explanation!.contributions.map((each) => [each.feature, each.contribution]),
      );
      const shown = await card(id, { limit: 100 });
      const signs = shown.reasons.map(({ contribution }) => Math.sign(contribution));
      expect(signs).toEqual([...signs].sort((a, b) => b - a));
      expect(signs).toContain(-1);
      for (const each of shown.reasons) {
        expect(each.contribution).toBe(contributions.get(each.feature));
        expect(each.direction).toBe(each.contribution > 0 ? 'towards' : 'away');
      }
      const towards = shown.reasons.filter(({ direction }) => direction === 'towards');
      const strengths = towards.map(({ contribution }) => contribution);
      expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
      const french = await card(id, { language: 'fr', limit: 1 });
      expect(french.reasons).toHaveLength(1);
      expect(french.positive_class).toBe("quitte l'entreprise");
      const { data: codes } = await veridict.getReasonCodes({ path: { model } });
      const entry = codes.reasons.find(({ feature }) => feature === french.reasons[0]!.feature)!;
      expect(french.reasons[0]).toMatchObject({ code: entry.code, text: entry.texts.fr });
    });

    it('says where the row stands among all', async () => {
      const { row_id: id } = await undecided();
      const { standing, reasons, probability } = await card(id, { limit: 100 });
      const total = (await veridict.countEmployees()).data.count;
      expect(standing).toMatchObject({ rows: total, sampled: false });
      expect(standing!.bins.reduce((sum, bin) => sum + bin.rows, 0)).toBe(total);
      const bin = standing!.bins[standing!.bin]!;
      expect(probability).toBeGreaterThanOrEqual((bin.from as number | null) ?? 0);
      expect(probability).toBeLessThan((bin.to as number | null) ?? 2);
      expect(standing!.features.map(({ feature }) => feature)).toEqual(reasons.map(({ feature }) => feature));
      const rows = standing!.features.flatMap(({ bins, levels }) => [...(bins ?? []), ...(levels ?? [])]);
      expect(Math.min(...rows.map((each) => each.rows))).toBeGreaterThanOrEqual(5);

      const all = await Promise.all(employees.slice(0, 60).map((each) => card(each.id, { limit: 1 })));
      const byProbability = all.sort((a, b) => a.probability - b.probability);
      const percentiles = byProbability.map((each) => each.standing!.percentile);
      expect(percentiles).toEqual([...percentiles].sort((a, b) => a - b));
    });

    it('is refused for unknown rows, other models and wrong questions', async () => {
      const unknown = await refusalOf(card(999_999_999));
      expect(unknown.cause).toMatchObject({ status: 404, code: 'row_not_found' });
      expect((await refusalOf(card('no number'))).cause).toMatchObject({ status: 404 });
      const regression = await refusalOf(
        veridict.getScoreCard({ path: { model: 'loan-amount', row_id: '1' } }),
      );
      expect(regression.cause).toMatchObject({
        status: 422,
        errors: [
          {
            pointer: '/model',
            detail: 'loan-amount does not answer yes or no (its task is regression), so it decides nothing',
          },
        ],
      });
      for (const query of [{ language: 'de' }, { limit: 0 }, { limit: 101 }])
        await expect(card(employees[0]!.id, query as never)).rejects.toMatchObject({ status: 422 });
    });
  });

  describe('by a policy', () => {
    it('turn at the edges of the grey band, and use a changed policy at once in every process', async () => {
      const { row_id: id, probability, threshold } = await undecided();
      await moveThreshold(probability);
      const expected: [{ below: number; above: number }, string][] = [
        [noBand, 'retention_talk'],
        [{ below: 0, above: 0.1 }, 'review'],
        [{ below: 0.1, above: 0 }, 'retention_talk'],
      ];
      for (const [grey_band, decision] of expected) {
        const { data: policy } = await changePolicy({ grey_band });
        for (const by of [veridict, other]) {
          const shown = await eventually(async () => {
            const candidate = await card(id, {}, by);
            return candidate.threshold === probability && candidate;
          });
          expect(shown).toMatchObject({ decision, policy_version: policy.policy_version });
        }
      }
      // Just above the probability: below the band's lower edge without one, inside with one.
      const above = probability + 0.05;
      await moveThreshold(above);
      await changePolicy({ grey_band: noBand });
      expect((await card(id)).decision).toBe('no_action');
      await changePolicy({ grey_band: { below: 0.2, above: 0 } });
      expect(await card(id)).toMatchObject({
        decision: 'review',
        grey_band: { from: above - 0.2, to: above },
      });
      await changePolicy({ grey_band: noBand });
      await moveThreshold(threshold);
    });

    it('keep every version: who, when, why; the same again records nothing', async () => {
      const { data: before } = await veridict.getDecisionPolicy({ path: { model } });
      const costs = { false_negative_cost: 7, false_positive_cost: 2 };
      const { data: changed } = await changePolicy(costs);
      expect(changed).toMatchObject({ ...costs, policy_version: before.policy_version + 1 });
      expect(changed.outcomes).toEqual(before.outcomes);
      expect(changed.costs_in_words).toBe(
        'Positive class: leaves the company. Deciding "no_action" where it is true costs 7; deciding "retention_talk" where it is not costs 2.',
      );
      expect((await changePolicy(costs)).data.policy_version).toBe(changed.policy_version);
      const { data: versions } = await other.listDecisionPolicyVersions({ path: { model } });
      const { data: me } = await veridict.showMyAccount();
      expect(versions.items[0]).toMatchObject({
        ...costs,
        policy_version: changed.policy_version,
        reason,
        actor_kind: 'user',
        actor_id: me.id,
      });
      const { data: events } = await veridict.listAdministrativeEvents({
        query: { action: 'decision_policy.changed', limit: 1 },
      });
      expect(events.items[0]).toMatchObject({
        subject_id: model,
        details: {
          policy_version: changed.policy_version,
          changed: ['false_negative_cost', 'false_positive_cost'],
          reason,
        },
      });
    });

    it('are refused what does not fit the model', async () => {
      const refused = await refusalOf(
        changePolicy({
          outcomes: { negative: 'same', positive: 'same', between: 'review' },
          actionable: [
            { feature: 'genre' },
            { feature: 'no_such_column' },
            { feature: 'poste', direction: 'increase' },
            { feature: 'age', minimum: 2, maximum: 1 },
          ],
        }),
      );
      expect(refused.cause).toMatchObject({
        status: 422,
        errors: [
          { pointer: '/outcomes' },
          { pointer: '/actionable/0/feature' },
          { pointer: '/actionable/1/feature' },
          { pointer: '/actionable/2/direction' },
          { pointer: '/actionable/3/minimum' },
        ],
      });
      for (const body of [
        { false_negative_cost: 0 },
        { grey_band: { below: 2, above: 0 } },
        { grey_band: null },
      ])
        await expect(changePolicy(body as never)).rejects.toMatchObject({ status: 422 });
      await expect(veridict.getDecisionPolicy({ path: { model: 'loan-amount' } })).rejects.toMatchObject({
        status: 422,
      });
    });

    it('know what every threshold costs on held-out rows, and can move to the cheapest one', async () => {
      const query = { false_negative_cost: 10, false_positive_cost: 1 };
      const { data: curve } = await veridict.getCostCurve({ path: { model, version }, query });
      const { data: row } = await veridict.getModelVersion({ path: { model, version } });
      expect(curve).toMatchObject({
        ...query,
        rows: row.card.held_out_rows,
        positive_class: 'leaves the company',
      });
      expect(curve.always_negative).toMatchObject({ cost: 10 * curve.positive_rows, false_positives: 0 });
      expect(curve.always_positive).toMatchObject({
        cost: curve.rows - curve.positive_rows,
        false_negatives: 0,
      });
      const cheapest = Math.min(...curve.points.map(({ cost }) => cost), curve.always_negative.cost);
      expect(curve.cheapest.cost).toBe(cheapest);
      expect(curve.in_force.cost).toBeGreaterThanOrEqual(cheapest);

      const kept = (await changePolicy(query)).data;
      expect(kept).toMatchObject({
        threshold: curve.threshold,
        cheapest_threshold: curve.cheapest.threshold,
      });
      const { data: moved } = await changePolicy({ ...query, move_threshold: true });
      expect(moved.threshold).toBe(curve.cheapest.threshold);
      expect((await veridict.getModelVersion({ path: { model, version } })).data.threshold).toBe(
        moved.threshold,
      );
      await moveThreshold(curve.threshold);
    });

    it('tell trainings what errors cost, unless a training says otherwise', async () => {
      await changePolicy({ false_negative_cost: 12, false_positive_cost: 1 });
      const trained = async (body: Parameters<typeof trainNow>[1]) => {
        const { model_version: number } = await trainNow(veridict, { algorithm: 'linear', ...body });
        return (
          await veridict.getModelVersion({ path: { model, version: number } })
        ).data.card.decisions!.join(' ');
      };
      expect(await trained({ model })).toContain('missing class 1 costs 12 and a false alarm 1');
      expect(await trained({ model, threshold: { rule: 'f1' } })).toContain('the highest F1');
      await veridict.moveAlias({ path: { model, alias: 'champion' }, body: { version, reason } });
      for (const by of [veridict, other])
        await eventually(async () => (await card(employees[0]!.id, {}, by)).model_version === version);
    }, 60_000);

    it('stay one chain though both processes change it at once', async () => {
      const before = (await veridict.getDecisionPolicy({ path: { model } })).data.policy_version;
      await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          changePolicy({ false_negative_cost: 20 + i }, i % 2 ? veridict : other),
        ),
      );
      const { data } = await veridict.listDecisionPolicyVersions({ path: { model } });
      const positions = data.items.map(({ policy_version: position }) => position);
      expect(positions).toEqual(Array.from({ length: before + 12 }, (_, i) => before + 12 - i));
      await changePolicy({ false_negative_cost: 10 });
    });
  });

  describe('and their reasons', () => {
    const codes = async () => (await veridict.getReasonCodes({ path: { model } })).data;

    it('never name a protected column, in the dictionary nor on any card', async () => {
      expect((await codes()).reasons.filter(({ feature }) => protectedColumns.includes(feature))).toEqual([]);
      const cards = await Promise.all(employees.slice(0, 40).map(({ id }) => card(id, { limit: 100 })));
      const text = JSON.stringify(cards);
      for (const column of protectedColumns) expect(text).not.toContain(column);
    });

    it('have an entry for every feature, or the dictionary is refused with what is missing', async () => {
      const { reasons } = await codes();
      const [first, second, ...rest] = reasons;
      const refused = await refusalOf(
        veridict.changeReasonCodes({
          path: { model },
          body: {
            reasons: [
              { ...second!, direction: 'towards' },
              ...rest,
              { code: 'SEX', feature: 'genre', texts: { en: 'Sex', fr: 'Sexe' } },
              { code: 'NONE', feature: 'no_such_column', texts: { en: 'None', fr: 'Rien' } },
            ],
            reason,
          },
        }),
      );
      expect(refused.cause).toMatchObject({
        status: 422,
        errors: [
          { pointer: `/reasons/${rest.length + 1}/feature`, detail: expect.stringContaining('protected') },
          { pointer: `/reasons/${rest.length + 2}/feature`, detail: 'is no feature of the model' },
          { pointer: '/reasons', detail: `lacks ${first!.feature} (towards and away)` },
          { pointer: '/reasons', detail: `lacks ${second!.feature} (away)` },
        ],
      });
    });

    it('are called by the newest dictionary at once, with one text per direction where it has two', async () => {
      const { reasons, dictionary_version: before } = await codes();
      const feature = 'revenu_mensuel';
      const both = (['towards', 'away'] as const).map((direction) => ({
        code: `PAY_${direction.toUpperCase()}`,
        feature,
        direction,
        texts: { en: `Pay, ${direction}`, fr: `Revenu, ${direction}` },
      }));
      const body = { reasons: [...reasons.filter((each) => each.feature !== feature), ...both], reason };
      const { data: changed } = await veridict.changeReasonCodes({ path: { model }, body });
      expect(changed.dictionary_version).toBe(before + 1);
      expect((await veridict.changeReasonCodes({ path: { model }, body })).data.dictionary_version).toBe(
        before + 1,
      );
      for (const { id } of employees.slice(0, 10)) {
        const shown = await card(id, { limit: 100 }, other);
        const pay = shown.reasons.find((each) => each.feature === feature);
        if (pay)
          expect(pay).toMatchObject({
            code: `PAY_${pay.direction.toUpperCase()}`,
            text: `Pay, ${pay.direction}`,
          });
        expect(shown.dictionary_version).toBe(before + 1);
      }
      const { data: versions } = await veridict.listReasonCodesVersions({ path: { model } });
      expect(versions.items[0]).toMatchObject({ dictionary_version: before + 1, reason });
    });
  });

  describe('that could be others', () => {
    const whatIf = async (id: string | number, changes: Record<string, unknown>) =>
      (await veridict.askWhatIf({ path: { model, row_id: String(id) }, body: { changes } })).data;
    const counterfactual = async (
      id: string | number,
      body: Parameters<VeridictOperations['findCounterfactual']>[0]['body'] = {},
    ) => (await veridict.findCounterfactual({ path: { model, row_id: String(id) }, body })).data;
    /** Likely leavers, the least likely first. */
    const leavers = async (): Promise<ScoreCardDto[]> => {
      const cards = await Promise.all(employees.map(({ id }) => card(id, { limit: 1 })));
      return cards
        .filter(({ decision }) => decision === 'retention_talk')
        .sort((a, b) => a.probability - b.probability);
    };

    it('are what a prediction of the changed row says, both recorded, and neither decides', async () => {
      const { row_id: id, probability } = await undecided();
      const answer = await whatIf(id, { revenu_mensuel: 9000, heure_supplementaires: 'Non' });
      expect(answer.before.probability).toBe(probability);
      const record = await recordOf(answer.before.prediction_id);
      const features = { ...record.inputs, revenu_mensuel: 9000, heure_supplementaires: false };
      const { data: plain } = await veridict.predict({ path: { model }, body: { features } });
      expect(plain).toMatchObject({ probability: answer.after.probability });
      expect(answer.probability_difference).toBe(answer.after.probability - answer.before.probability);
      expect(answer.changes.find(({ feature }) => feature === 'revenu_mensuel')!.to).toBe(9000);
      expect(await recordOf(answer.after.prediction_id)).toMatchObject({
        inputs: features,
        decision: { purpose: 'what_if', changed: ['revenu_mensuel', 'heure_supplementaires'] },
      });
      for (const { prediction_id: prediction } of [answer.before, answer.after]) {
        const { data: replay } = await veridict.replayPrediction({ path: { id: prediction } });
        expect(replay.identical).toBe(true);
        await expect(veridict.getDecision({ path: { prediction_id: prediction } })).rejects.toMatchObject({
          status: 404,
        });
      }
    });

    it('are refused for values that a prediction refuses, unknown names, the target and protected columns', async () => {
      const refused = await refusalOf(
        whatIf(employees[0]!.id, {
          genre: 'F',
          a_quitte_l_entreprise: true,
          no_such_column: 1,
          annee_experience_totale: 3,
          annees_experience_totale: 4,
        }),
      );
      expect(
        (refused.cause as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer),
      ).toEqual([
        '/changes/genre',
        '/changes/a_quitte_l_entreprise',
        '/changes/no_such_column',
        '/changes/annees_experience_totale',
      ]);
      const value = await refusalOf(whatIf(employees[0]!.id, { age: 7, poste: 'Pirate' }));
      expect(value.cause).toMatchObject({
        errors: [{ pointer: '/changes/age' }, { pointer: '/changes/poste' }],
      });
      await expect(whatIf(employees[0]!.id, {})).rejects.toMatchObject({ status: 422 });
    });

    it('flip by the smallest change of what may change, and a what-if confirms it', async () => {
      const some = (await leavers()).slice(0, 8);
      expect(some.length).toBeGreaterThan(3);
      let found = 0;
      for (const { row_id: id } of some) {
        const answer = await counterfactual(id);
        if (!answer.found) continue;
        found += 1;
        expect(answer.after!.decision).toBe('no_action');
        expect(answer.distance).toBeGreaterThan(answer.changes.length);
        expect(answer.distance).toBeLessThanOrEqual(answer.changes.length + 1);
        const changes = Object.fromEntries(answer.changes.map(({ feature, to }) => [feature, to]));
        const confirmed = await whatIf(id, changes);
        expect(confirmed.after).toMatchObject({
          decision: 'no_action',
          probability: answer.after!.probability,
        });
        for (const { feature, from, to } of answer.changes) {
          expect(protectedColumns).not.toContain(feature);
          if (feature === 'revenu_mensuel') expect(to as number).toBeGreaterThan(from as number);
        }
      }
      expect(found).toBeGreaterThan(0);
    });

    it('stay as they are when nothing has to change, and say so when nothing can', async () => {
      const content = await undecided().then(async ({ row_id: id }) => {
        await moveThreshold(1);
        return counterfactual(id);
      });
      expect(content).toMatchObject({ found: false, already: true, after: null, changes: [] });
      await moveThreshold(0);
      const { row_id: id } = await undecided();
      const impossible = await counterfactual(id, {
        actionable: ['nb_formations_suivies'],
        maximum_changes: 1,
      });
      expect(impossible).toMatchObject({ found: false, already: false });
      const { data: row } = await veridict.getModelVersion({ path: { model, version } });
      await moveThreshold(row.trained_threshold!);
    });

    it('ask nobody to change what the policy does not name, nor a protected column', async () => {
      const refused = await refusalOf(
        counterfactual(employees[0]!.id, { actionable: ['genre', 'age', 'no_such_column'] }),
      );
      expect(refused.cause).toMatchObject({
        status: 422,
        errors: [{ pointer: '/actionable/0' }, { pointer: '/actionable/1' }, { pointer: '/actionable/2' }],
      });
    });
  });

  describe('of a model that users made', () => {
    const name = 'attrition-with-sex';
    const path = { model: name, row_id: '' };

    beforeAll(async () => {
      path.row_id = String(employees[0]!.id);
      await veridict.createModel({
        body: {
          name,
          dataset: 'employees',
          target: 'a_quitte_l_entreprise',
          sensitive_features: ['genre'],
          threshold: { rule: 'cost', false_negative: 4, false_positive: 3 },
        },
      });
      await trainNow(veridict, { model: name, algorithm: 'linear' });
    }, 60_000);

    it('follow its own costs, and are called what nobody has said otherwise', async () => {
      const { data: policy } = await veridict.getDecisionPolicy({ path: { model: name } });
      expect(policy).toMatchObject({
        policy_version: 0,
        false_negative_cost: 4,
        false_positive_cost: 3,
        outcomes: { negative: 'accepted', positive: 'refused', between: 'review' },
        actionable: [],
      });
      const { data: shown } = await veridict.getScoreCard({ path, query: { limit: 1 } });
      expect(['accepted', 'refused']).toContain(shown.decision);
      expect(shown.reasons[0]!.text.length).toBeGreaterThan(0);
    });

    it('use a protected feature that was switched on, and neither name, show nor change it', async () => {
      const { data: version } = await veridict.getModelVersion({ path: { model: name, version: 1 } });
      expect(version.features.map((feature) => feature.name)).toContain('genre');
      const { data: explained } = await veridict.predict({
        path: { model: name },
        body: {
          features: (await recordOf((await veridict.getScoreCard({ path })).data.prediction_id)).inputs!,
        },
        query: { explain: true },
      });
      expect(JSON.stringify(explained)).toContain('"genre"');
      const { data: shown } = await veridict.getScoreCard({ path, query: { limit: 100 } });
      expect(JSON.stringify(shown)).not.toContain('genre');
      expect(shown.warnings).toContain('The version uses protected columns; they are never named as reasons');
      const body = { changes: { genre: 'F' } };
      expect((await refusalOf(veridict.askWhatIf({ path, body }))).cause).toMatchObject({
        status: 422,
        errors: [{ pointer: '/changes/genre' }],
      });
      const { data: codes } = await veridict.getReasonCodes({ path: { model: name } });
      expect(codes.reasons.map(({ feature }) => feature)).not.toContain('genre');
    });

    it('need to be told what may change, while their policy names nothing', async () => {
      const ask = (actionable?: string[]) =>
        veridict.findCounterfactual({ path, body: actionable ? { actionable } : {} });
      expect((await refusalOf(ask())).cause).toMatchObject({
        status: 422,
        errors: [{ pointer: '/actionable' }],
      });
      expect((await refusalOf(ask(['genre']))).cause).toMatchObject({ status: 422 });
      expect((await ask(['revenu_mensuel', 'age'])).data.row_id).toBe(path.row_id);
    });
  });

  describe('that people take', () => {
    const override = (id: string, decision: string, by = veridict) =>
      by.overrideDecision({ path: { prediction_id: id }, body: { decision, reason } });
    const listed = async (query: DecisionQuery) => (await other.listDecisions({ query })).data;

    it('wait in the grey band, each row once, until somebody decides; the record stays as it was', async () => {
      const { row_id: id, probability } = await undecided();
      await moveThreshold(probability);
      await changePolicy({ grey_band: { below: 0.01, above: 0.01 } });
      // However often, and in whichever process, the card is asked for.
      await Promise.all([card(id), card(id, {}, other), card(id)]);
      const { prediction_id: prediction, decision } = await card(id);
      expect(decision).toBe('review');
      const waiting = await listed({ model, open: true });
      expect(waiting.items.filter(({ row_id: row }) => row === id)).toMatchObject([
        { prediction_id: prediction, overrides: [] },
      ]);
      const before = await recordOf(prediction);
      const { data: decided } = await override(prediction, 'no_action');
      expect(decided).toMatchObject({
        automatic_decision: 'review',
        decision: 'no_action',
        open: false,
        overrides: [{ from_decision: 'review', to_decision: 'no_action', reason, actor_kind: 'user' }],
      });
      await override(prediction, 'no_action');
      const { data: again } = await override(prediction, 'retention_talk', other);
      expect(again.overrides.map(({ to_decision }) => to_decision)).toEqual(['no_action', 'retention_talk']);
      expect(await recordOf(prediction)).toEqual(before);
      expect((await listed({ model, open: true })).items).not.toContainEqual(
        expect.objectContaining({ prediction_id: prediction }),
      );
      const held = await listed({ model, decision: 'retention_talk', limit: 1000 });
      expect(held.items.map((item) => item.prediction_id)).toContain(prediction);
      expect(held.items.every((item) => item.decision === 'retention_talk')).toBe(true);
      const { data: events } = await veridict.listAdministrativeEvents({
        query: { action: 'decision.overridden', limit: 1 },
      });
      expect(events.items[0]).toMatchObject({
        subject_kind: 'decision',
        subject_id: prediction,
        details: { model, from_decision: 'no_action', to_decision: 'retention_talk', reason },
      });
      const { prediction_id: asked } = await card(id, {}, other);
      expect((await veridict.getDecision({ path: { prediction_id: asked } })).data).toMatchObject({
        automatic_decision: 'review',
        decision: 'retention_talk',
        open: false,
      });
      await changePolicy({ grey_band: noBand });
    });
  });
});
