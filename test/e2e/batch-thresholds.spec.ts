import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BatchPredictionDto, BatchResultDto, VeridictOperations } from '#libs/sdk';
import { csvRows, endOf, resultsOf, runBatch } from '../support/batches.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'attrition';

describe('batches after a threshold was overridden', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;
  let version: number;
  let trained: number;
  let other: number;
  let first: BatchPredictionDto;
  let firstResults: BatchResultDto[];

  beforeAll(async () => {
    server = await VeridictServer.start();
    veridict = await server.adminClient();
    ({ model_version: version } = await trainNow(veridict, { model }));
    trained = (await veridict.getModelVersion({ path: { model, version } })).data.threshold!;
    first = await runBatch(veridict, { model, version });
    firstResults = await resultsOf(veridict, first.id);
    const probabilities = firstResults.map(({ answer }) => answer!.probability!).sort((a, b) => a - b);
    // Half of the employees are above it; far fewer are above the trained one.
    other = probabilities[probabilities.length >> 1]!;
  });

  afterAll(() => server?.stop());

  const override = (threshold: number) =>
    veridict.overrideThreshold({
      path: { model, version },
      body: { threshold, reason: 'Interviews cost little' },
    });
  const recordOf = async ({ id }: BatchPredictionDto) =>
    (await veridict.getBatchPredictionRecord({ path: { id } })).data;
  const unpredicted = () => runBatch(veridict, { model, version, rows: 'unpredicted' });
  const latest = async () =>
    csvRows(String((await veridict.exportLatestPredictions({ path: { model } })).data));

  it('have none to answer while it is the one that answered', async () => {
    expect(first).toMatchObject({ threshold: trained, rows_answered: firstResults.length });
    expect(await recordOf(first)).toMatchObject({ threshold: trained });
    expect(await unpredicted()).toMatchObject({ threshold: trained, rows_answered: 0 });
  });

  it('decide every row again by it, with the same probabilities, and name it in batch, record and export', async () => {
    await override(other);
    const batch = await unpredicted();
    expect(batch).toMatchObject({
      status: 'succeeded',
      model_version: version,
      threshold: other,
      rows_answered: firstResults.length,
    });
    const results = await resultsOf(veridict, batch.id);
    expect(results).toHaveLength(firstResults.length);
    let changed = 0;
    for (const [i, { row_identifier, answer }] of results.entries()) {
      const before = firstResults[i]!;
      expect(row_identifier).toBe(before.row_identifier);
      expect(answer!.probability).toBe(before.answer!.probability);
      expect(answer!.prediction).toBe(answer!.probability! >= other ? 1 : 0);
      if (answer!.prediction !== before.answer!.prediction) changed += 1;
    }
    expect(changed).toBeGreaterThan(firstResults.length / 20);
    expect(batch.content_hash).not.toBe(first.content_hash);
    expect(await recordOf(batch)).toMatchObject({
      threshold: other,
      selection: 'unpredicted',
      rows_answered: firstResults.length,
      content_hash: batch.content_hash,
    });
    // What was decided by the trained threshold stays as it was.
    expect(await recordOf(first)).toMatchObject({ threshold: trained, content_hash: first.content_hash });
    expect(await resultsOf(veridict, first.id)).toEqual(firstResults);
    const rows = await latest();
    expect(rows).toHaveLength(firstResults.length);
    expect(new Set(rows.map(({ threshold }) => Number(threshold)))).toEqual(new Set([other]));
    expect(await unpredicted()).toMatchObject({ threshold: other, rows_answered: 0 });
  });

  it('decide every row again when it is taken back, so that the newest answers are by it', async () => {
    await override(trained);
    expect(await unpredicted()).toMatchObject({
      threshold: trained,
      rows_answered: firstResults.length,
      content_hash: first.content_hash,
    });
    const rows = await latest();
    expect(new Set(rows.map(({ threshold }) => Number(threshold)))).toEqual(new Set([trained]));
    expect(await unpredicted()).toMatchObject({ threshold: trained, rows_answered: 0 });
  });

  it('keep the one that was in force when they were asked for, whoever overrides it meanwhile', async () => {
    const { data: asked } = await veridict.createBatchPrediction({ body: { model, version } });
    await override(other);
    const { data: now } = await veridict.getModelVersion({ path: { model, version } });
    expect(now.threshold).toBe(other);
    expect(asked.threshold).toBe(trained);
    const ended = await endOf(veridict, asked.id);
    expect(ended).toMatchObject({ threshold: trained, content_hash: first.content_hash });
  });
});
