import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PredictionAudit, type PredictionRecord } from '#libs/audit';
import { DirectConnections } from '#libs/database';
import { DecisionsHttpModule } from '#libs/decisions';
import type { DecisionDto, DecisionPageDto } from '#libs/sdk';
import { predictionRecord } from '../support/audit-application.js';
import { asSuperuser } from '../support/held-table.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

const outcomes = { negative: 'accepted', positive: 'refused', between: 'review' };
const inTheBand = {
  purpose: 'score_card',
  decision: 'review',
  side: 'between',
  score: 550,
  grey_band: { from: 0.4, to: 0.5 },
  outcomes,
  policy_version: 1,
  dictionary_version: 0,
};

describe('the reviews of decisions', () => {
  let rows: RowsApp;
  let audit: PredictionAudit;
  let rowsAsked = 0;
  let seconds = 0;

  beforeAll(async () => {
    rows = await startRowsApp(DecisionsHttpModule);
    audit = rows.app.get(PredictionAudit);
  });

  afterAll(async () => {
    await audit.close();
    await rows.app.get(DirectConnections).close();
    await rows.close();
  });

  const newRow = (): string => `row ${(rowsAsked += 1)}`;

  /** A card of a row, as asking for it leaves one; later than every one before. */
  const cardOf = (row: string, changes: Partial<PredictionRecord> = {}): PredictionRecord =>
    predictionRecord({
      occurredAt: new Date(Date.UTC(2026, 10, 1) + 1000 * (seconds += 1)),
      route: 'GET /models/:model/rows/:row_id/score-card',
      model: 'default-risk',
      subjectId: row,
      inputs: { income: 1000, "owner's": 'oui' },
      output: { probability: 0.45, prediction: 0 },
      threshold: 0.45,
      decision: inTheBand,
      ...changes,
    });

  const asked = async (row: string, changes: Partial<PredictionRecord> = {}): Promise<string> => {
    const card = cardOf(row, changes);
    await audit.write([card]);
    return card.id;
  };

  const request = async <Body>(
    method: 'GET' | 'POST',
    url: string,
    payload?: object,
  ): Promise<{ status: number; body: Body }> => {
    const answer = await rows.app.inject({ method, url, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const list = async (query: string): Promise<DecisionDto[]> =>
    (await request<DecisionPageDto>('GET', `/decisions?limit=1000&${query}`)).body.items;
  const waiting = async (row: string): Promise<string[]> =>
    (await list('open=true')).filter(({ row_id: id }) => id === row).map((each) => each.prediction_id);
  const decide = (id: string, decision: string) =>
    request<DecisionDto & { code: string; detail: string }>('POST', `/decisions/${id}/override`, {
      decision,
      reason: 'The tax notice says so',
    });
  const decisionOf = async (id: string) => (await request<DecisionDto>('GET', `/decisions/${id}`)).body;

  it('are one per row, however often and by how many at once its card was asked for', async () => {
    const row = newRow();
    await asked(row);
    const together = Array.from({ length: 8 }, () => cardOf(row));
    await Promise.all(together.map((card) => audit.write([card])));
    const latest = await asked(row, { decision: { ...inTheBand, dictionary_version: 2 } });
    expect(await waiting(row)).toEqual([latest]);
    const everyCard = (await list('model=default-risk')).filter(({ row_id: id }) => id === row);
    expect(everyCard).toHaveLength(10);
    for (const card of everyCard)
      expect(card).toMatchObject({
        open: card.prediction_id === latest,
        latest_prediction_id: latest,
        superseded: false,
      });
  });

  it('are closed by deciding on any card of the row, and stay closed when it is asked for again', async () => {
    const row = newRow();
    const [first, second] = [await asked(row), await asked(row)];
    const { body: decided } = await decide(first, 'accepted');
    expect(decided).toMatchObject({ prediction_id: first, decision: 'accepted', open: false });
    expect(await waiting(row)).toEqual([]);
    const third = await asked(row);
    expect(await waiting(row)).toEqual([]);
    for (const id of [first, second, third]) {
      expect(await decisionOf(id)).toMatchObject({
        automatic_decision: 'review',
        decision: 'accepted',
        overrides: [{ prediction_id: first, from_decision: 'review', to_decision: 'accepted' }],
      });
    }
    const accepted = (await list('decision=accepted')).filter(({ row_id: id }) => id === row);
    expect(accepted).toHaveLength(3);
    const { body: again } = await decide(third, 'accepted');
    expect(again.overrides).toHaveLength(1);
  });

  it.each([
    ['values', { inputs: { income: 1200, "owner's": 'oui' } }],
    ['version', { modelVersion: 4, modelDigest: 'a'.repeat(64) }],
    ['threshold', { threshold: 0.46, decision: { ...inTheBand, grey_band: { from: 0.41, to: 0.51 } } }],
    ['policy', { decision: { ...inTheBand, policy_version: 2 } }],
  ])('begin anew with other %s, and the older one no longer waits', async (_, changes) => {
    const row = newRow();
    const older = await asked(row);
    const newer = await asked(row, changes);
    expect(await waiting(row)).toEqual([newer]);
    expect(await decisionOf(older)).toMatchObject({
      open: false,
      superseded: true,
      latest_prediction_id: newer,
    });
    const { status, body } = await decide(older, 'accepted');
    expect([status, body.code]).toEqual([409, 'decision_superseded']);
    expect(body.detail).toContain(newer);
    await decide(newer, 'refused');
    expect(await decisionOf(older)).toMatchObject({ decision: 'review', overrides: [] });
    // What was decided of these values does not hold for others.
    const anew = await asked(row, { inputs: { income: 1, "owner's": 'non' } });
    expect(await waiting(row)).toEqual([anew]);
  });

  it('end when the newest card lies outside the band, or somebody else decides by another model', async () => {
    const row = newRow();
    await asked(row);
    const elsewhere = await asked(row, { model: 'attrition' });
    expect(await waiting(row)).toHaveLength(2);
    await asked(row, { decision: { ...inTheBand, decision: 'accepted', side: 'negative' } });
    expect(await waiting(row)).toEqual([elsewhere]);
  });

  it('do not change by trying something out, nor by a plain prediction', async () => {
    const row = newRow();
    const id = await asked(row);
    const tried = await asked(row, { decision: { ...inTheBand, purpose: 'what_if' } });
    await asked(row, { decision: null });
    expect(await waiting(row)).toEqual([id]);
    expect((await decide(tried, 'accepted')).status).toBe(404);
  });

  it('are refused outcomes that the policy does not have', async () => {
    const { status, body } = await decide(await asked(newRow()), 'fired');
    expect(status).toBe(422);
    expect(body).toMatchObject({
      errors: [{ pointer: '/decision', detail: 'must be one of accepted, refused, review' }],
    });
  });

  it('come in pages, the newest first, each once', async () => {
    const everything = (await list('model=default-risk')).map((each) => each.prediction_id);
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const url: string = `/decisions?model=default-risk&limit=7${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await request<DecisionPageDto>('GET', url);
      ids.push(...body.items.map((each) => each.prediction_id));
      cursor = body.next_cursor;
    } while (cursor);
    expect(everything.length).toBeGreaterThan(20);
    expect(ids).toEqual(everything);
  });

  it('can neither be rewritten nor deleted by the application, as can no policy and no dictionary', async () => {
    for (const table of ['decision_overrides', 'decision_policies', 'reason_dictionaries']) {
      const [rights] = await asSuperuser<{ update: boolean; delete: boolean }>(
        rows.database,
        `SELECT has_table_privilege('veridict_app', '${table}', 'UPDATE') AS update,
                has_table_privilege('veridict_app', '${table}', 'DELETE') AS delete`,
      );
      expect(rights).toEqual({ update: false, delete: false });
    }
  });

  it('hold one chain of decisions though people decide at once on several cards of the row', async () => {
    const row = newRow();
    const ids = [await asked(row), await asked(row), await asked(row)];
    const names = ['accepted', 'refused', 'review'];
    await Promise.all(Array.from({ length: 18 }, (_, i) => decide(ids[i % 3]!, names[(i * 7) % 3]!)));
    const [one, ...others] = await Promise.all(ids.map(decisionOf));
    let holds = 'review';
    for (const { from_decision, to_decision } of one!.overrides) {
      expect(from_decision).toBe(holds);
      expect(to_decision).not.toBe(holds);
      holds = to_decision;
    }
    expect(one!.decision).toBe(holds);
    for (const other of others) expect(other.overrides).toEqual(one!.overrides);
  });
});
