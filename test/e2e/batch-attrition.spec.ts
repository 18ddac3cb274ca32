import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { contentHashOfExport, resultsOf, runBatch } from '../support/batches.js';
import { VeridictServer } from '../support/veridict-server.js';
import { trainNow } from '../support/training.js';

describe('batches of the attrition model', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    server = await VeridictServer.start();
    veridict = await server.adminClient();
  });

  afterAll(() => server?.stop());

  it('answer every employee once, and nobody twice until something of them changes', async () => {
    const model = 'attrition';
    const { model_version: version } = await trainNow(veridict, { model });
    const batch = await runBatch(veridict, { model, version });
    expect(batch).toMatchObject({ status: 'succeeded', rows_refused: 0 });
    expect(batch.rows_answered).toBeGreaterThan(100);
    const results = await resultsOf(veridict, batch.id);
    expect(results).toHaveLength(batch.rows_answered);
    const text = String((await veridict.exportBatchPrediction({ path: { id: batch.id } })).data);
    expect(contentHashOfExport(text)).toBe(batch.content_hash);
    expect(text).not.toContain('a_quitte_l_entreprise');
    expect(await runBatch(veridict, { model, version, rows: 'unpredicted' })).toMatchObject({
      status: 'succeeded',
      rows_answered: 0,
    });
  });
});
