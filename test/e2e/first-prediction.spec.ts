import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VeridictServer } from '../support/veridict-server.js';

describe('a fresh installation', () => {
  let server: VeridictServer;

  beforeAll(async () => {
    server = await VeridictServer.start({ isFirstStart: true });
  });

  afterAll(() => server.stop());

  it('answers a prediction that can be found in the audit and replayed to the last bit', async () => {
    const veridict = await server.adminClient();
    const client = (await veridict.listClients({ query: { limit: 1 } })).data.items[0]!;
    const { data: prediction } = await veridict.predictClientById({ path: { id: client.id } });

    const { data: record } = await veridict.getPredictionRecord({ path: { id: prediction.prediction_id } });
    expect(record).toMatchObject({
      status: 'answered',
      model: 'loan-amount',
      model_version: prediction.model_version,
      subject_id: String(client.id),
      output: { prediction: prediction.prediction },
    });
    expect(record.inputs).not.toHaveProperty('montant_pret');

    const { data: replay } = await veridict.replayPrediction({ path: { id: prediction.prediction_id } });
    expect(replay).toMatchObject({ identical: true, sha256: record.model_digest });
  });

  it('has a model of attrition too, on employees that came through an import', async () => {
    const veridict = await server.adminClient();
    const employee = (await veridict.getLatestEmployee()).data;
    const { data: prediction } = await veridict.predictEmployeeById({ path: { id: employee.id } });
    expect(prediction).toMatchObject({
      model: 'attrition',
      model_version: 1,
      probability: expect.any(Number),
      threshold: expect.any(Number),
      prediction: prediction.probability! >= prediction.threshold! ? 1 : 0,
    });
    const { data: record } = await veridict.getPredictionRecord({ path: { id: prediction.prediction_id } });
    expect(record).toMatchObject({ status: 'answered', subject_id: String(employee.id) });
    const { data: lineage } = await veridict.getEmployeeLineage({ path: { id: employee.id } });
    expect(lineage.fields.every(({ origin }) => origin === 'import')).toBe(true);
  });
});
