import { expect, it } from '@jest/globals';
import { MlflowClient } from '../../index.js';
import { clientOf, freshName, freshRun, type ContractServer } from './contract-server.js';

const ABSENT = '0'.repeat(32);

export function errorCases(server: () => ContractServer): void {
  it('tells what does not exist', async () => {
    const client = clientOf(server());
    const missing = {
      errorCode: 'RESOURCE_DOES_NOT_EXIST',
      kind: 'refused',
      isTransient: false,
      status: 404,
    };
    await expect(client.runs.get(ABSENT)).rejects.toMatchObject(missing);
    await expect(client.registeredModels.get(freshName('absent'))).rejects.toMatchObject(missing);
    await expect(
      client.modelVersions.create({ name: freshName('absent'), source: 's3://contract/absent' }),
    ).rejects.toMatchObject(missing);
  });

  it('refuses what it cannot take', async () => {
    const client = clientOf(server());
    const refused = { errorCode: 'INVALID_PARAMETER_VALUE', kind: 'refused', status: 400 };
    const { runId } = await freshRun(client);
    await expect(client.runs.logBatch(runId, { params: { '../up': '1' } })).rejects.toMatchObject(refused);
    await expect(client.runs.search({ experimentIds: ['1'], filter: 'tags.' })).rejects.toMatchObject(
      refused,
    );
  });

  it('does not write to a deleted run', async () => {
    const client = clientOf(server());
    const { runId } = await freshRun(client);
    await client.runs.delete(runId);
    expect(await client.runs.get(runId)).toMatchObject({ lifecycleStage: 'deleted' });
    await expect(client.runs.logBatch(runId, { params: { a: '1' } })).rejects.toMatchObject({
      kind: 'refused',
      status: 400,
    });
  });

  it('says that the address is wrong where nothing of MLflow answers', async () => {
    const client = new MlflowClient({ trackingUri: `${server().trackingUri}/wrong-prefix` });
    await expect(client.experiments.getByName('x')).rejects.toMatchObject({
      errorCode: 'NOT_MLFLOW',
      kind: 'misconfigured',
      isTransient: false,
      message: expect.stringContaining('tracking URI') as unknown as string,
    });
  });
}
