import { expect, it } from '@jest/globals';
import { clientOf, collected, freshName, freshRun, type ContractServer } from './contract-server.js';

const START = new Date(1_764_000_000_123);

export function loggedModelCases(server: () => ContractServer): void {
  it('logs a model with its files, metrics and status (3.x), or says that the server is too old (2.x)', async () => {
    const client = clientOf(server());
    const run = await freshRun(client);
    const creation = client.loggedModels.create({
      experimentId: run.experimentId,
      name: 'loan-amount',
      modelType: 'gbdt',
      sourceRunId: run.runId,
      params: { trees: '100' },
      tags: { 'veridict.run_uuid': 'u-1' },
    });
    if (server().major < 3) {
      await expect(creation).rejects.toMatchObject({
        errorCode: 'NOT_MLFLOW',
        kind: 'misconfigured',
        status: 404,
        message: expect.stringContaining('too old') as unknown as string,
      });
      return;
    }
    const model = await creation;
    expect(model).toMatchObject({
      status: 'PENDING',
      name: 'loan-amount',
      experimentId: run.experimentId,
      modelType: 'gbdt',
      sourceRunId: run.runId,
      params: { trees: '100' },
    });
    expect(model.modelId).toMatch(/^m-[0-9a-f]{32}$/);
    await client.runs.logOutputs(run.runId, [{ modelId: model.modelId, step: 3 }]);
    await client.runs.logOutputs(run.runId, [{ modelId: model.modelId, step: 3 }]);
    await client.artifacts.upload(model, 'MLmodel', new TextEncoder().encode('flavors: {}\n'));
    expect((await client.artifacts.list(model)).map(({ path }) => path)).toEqual(['MLmodel']);
    expect((await client.artifacts.listOfLoggedModel(model.modelId)).items).toHaveLength(1);
    await client.runs.logBatch(run.runId, {
      metrics: [{ key: 'R2', value: 0.75, timestamp: START, step: 0, modelId: model.modelId }],
    });
    await client.loggedModels.setTags(model.modelId, { stage: 'gate' });
    await client.loggedModels.finalize(model.modelId, 'READY');
    await client.loggedModels.finalize(model.modelId, 'READY');
    const read = await client.loggedModels.get(model.modelId);
    expect(read).toMatchObject({ status: 'READY', tags: { 'veridict.run_uuid': 'u-1', stage: 'gate' } });
    expect(read.metrics).toMatchObject([{ key: 'R2', value: 0.75, modelId: model.modelId }]);
    expect((await client.runs.get(run.runId)).outputModels).toEqual([{ modelId: model.modelId, step: 3 }]);
  });

  it('finds logged models by tag and deletes them (3.x)', async () => {
    if (server().major < 3) return;
    const client = clientOf(server());
    const { experimentId } = await freshRun(client);
    const create = (uuid: string) =>
      client.loggedModels.create({ experimentId, name: 'm', tags: { 'veridict.run_uuid': uuid } });
    const wanted = [await create('u-1'), await create('u-1')];
    await create('u-2');
    const search = {
      experimentIds: [experimentId],
      filter: "tags.`veridict.run_uuid` = 'u-1'",
      orderBy: [{ field: 'creation_timestamp', ascending: true }],
      pageSize: 1,
    };
    const ids = async () =>
      (await collected(client.loggedModels.searchAll(search))).map(({ modelId }) => modelId);
    expect((await ids()).sort()).toEqual(wanted.map(({ modelId }) => modelId).sort());
    const [doubled, kept] = wanted;
    await client.loggedModels.delete(doubled?.modelId ?? '');
    expect(await ids()).toEqual([kept?.modelId]);
    await client.loggedModels.finalize(kept?.modelId ?? '', 'UPLOAD_FAILED');
    expect(await client.loggedModels.get(kept?.modelId ?? '')).toMatchObject({ status: 'UPLOAD_FAILED' });
  });

  it('logs a model among the artifacts of a run, the way of 2.x that 3.x still takes', async () => {
    const client = clientOf(server());
    const run = await freshRun(client);
    await client.artifacts.upload(run, 'model/MLmodel', new TextEncoder().encode('flavors: {}\n'));
    await client.runs.logModel(run.runId, modelJson(run.runId));
    const { tags } = await client.runs.get(run.runId);
    expect(JSON.parse(tags['mlflow.log-model.history'] ?? '[]')).toMatchObject([{ artifact_path: 'model' }]);
    const name = freshName('logged');
    await client.registeredModels.ensure({ name });
    const source = `${run.artifactUri}/model`;
    const version = await client.modelVersions.create({ name, source, runId: run.runId });
    const bytes = await client.artifacts.downloadFromModelVersion(name, version.version, 'MLmodel');
    expect(new TextDecoder().decode(bytes)).toBe('flavors: {}\n');
  });
}

function modelJson(runId: string): string {
  return JSON.stringify({
    artifact_path: 'model',
    run_id: runId,
    utc_time_created: '2026-11-21 07:00:00.123456',
    flavors: { onnx: { data: 'model.onnx', onnx_version: '1.18.0' } },
  });
}
