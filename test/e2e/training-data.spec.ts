import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { clientHeader, validClient } from '../support/client-rows.js';
import { refusalOf } from '../support/refusal.js';
import { quickly, trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

/** Rows that differ in everything that a model could learn from, with a loan for each. */
function clientLines(count: number, loanOf: (i: number) => number | ''): string {
  const lines = Array.from(
    { length: count },
    (_, i) =>
      `${20 + (i % 50)},${i % 3 ? 'oui' : 'non'},${['aucun', 'bac', 'master'][i % 3]},${1500 + 13 * i},0.${10 + (i % 80)},${500 + 7 * (i % 40)},${i % 11},${loanOf(i)}`,
  );
  return [clientHeader, ...lines].join('\n');
}

// The order matters: an installation that grows from nothing.
describe('training on data that cannot train', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'empty' });
    veridict = await server.adminClient();
  });

  afterAll(() => server.stop());

  const refused = async (field: string, detail: RegExp): Promise<void> => {
    const refusal = await refusalOf(veridict.train({ body: quickly }));
    expect(refusal).toMatchObject({ status: 422, code: 'training_data_unfit' });
    expect(refusal.errors).toEqual([{ pointer: field, detail: expect.stringMatching(detail) }]);
    const { training_run_id: id } = refusal.cause as { training_run_id: string };
    const { data: run } = await veridict.getTrainingRun({ path: { id } });
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'training_data_unfit' },
      model_version: null,
    });
  };

  it('says that the table is empty', () => refused('montant_pret', /no row of clients has a value/));

  it('says so too when no client has a loan yet', async () => {
    await veridict.createClient({ body: { ...validClient, montant_pret: null } });
    await refused('montant_pret', /no row of clients has a value/);
  });

  it('says how many rows are missing', async () => {
    await veridict.importClients({ body: clientLines(30, () => 9000) });
    await refused(
      'rows',
      /^30 rows have a target, \d+ to learn from and \d+ to measure on; at least 40 and 10 are needed$/,
    );
  });

  it('says that the target is constant', async () => {
    await veridict.importClients({ body: clientLines(170, () => 9000) });
    await refused('montant_pret', /^has one value only/);
  });

  it('has registered no version by all that, and serves none', async () => {
    expect((await veridict.listModelVersions({ path: { model: 'loan-amount' } })).data.items).toEqual([]);
    expect((await veridict.getModel({ path: { model: 'loan-amount' } })).data).toMatchObject({
      aliases: [],
      ready: false,
    });
  });

  it('trains as soon as the rows are worth it, against the mean when there is no champion', async () => {
    await veridict.importClients({ body: clientLines(1000, (i) => 3000 + 11 * i) });
    const result = await trainNow(veridict);
    expect(result).toMatchObject({ model_version: 1, promoted: true, n_rows: 1200 });
    expect(result.promotion_reason).toMatch(/^RMSE [\d.]+ is below [\d.]+ of the mean baseline$/);
  });
});
