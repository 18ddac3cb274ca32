import { expect, it } from '@jest/globals';
import type { MlflowClient, ModelVersion } from '../../index.js';
import { clientOf, collected, freshName, freshRun, type ContractServer } from './contract-server.js';

export function registryCases(server: () => ContractServer): void {
  it('makes one registered model per name, with description and tags', async () => {
    const client = clientOf(server());
    const name = freshName('model');
    const model = { name, description: 'Beträge in €', tags: { owner: 'risk' } };
    await Promise.all([client.registeredModels.ensure(model), client.registeredModels.ensure(model)]);
    await client.registeredModels.setTag(name, 'state', 'tested');
    expect(await client.registeredModels.get(name)).toMatchObject({
      ...model,
      tags: { owner: 'risk', state: 'tested' },
      aliases: {},
    });
    await expect(client.registeredModels.create({ name })).rejects.toMatchObject({
      errorCode: 'RESOURCE_ALREADY_EXISTS',
    });
    await client.registeredModels.update(name, 'new text');
    await client.registeredModels.deleteTag(name, 'state');
    const found = await collected(client.registeredModels.searchAll({ filter: `name = '${name}'` }));
    expect(found).toMatchObject([{ name, description: 'new text', tags: { owner: 'risk' } }]);
    expect(found[0]?.tags).not.toHaveProperty('state');
    await client.registeredModels.delete(name);
    await expect(client.registeredModels.get(name)).rejects.toMatchObject({
      errorCode: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  it('numbers versions, and finds them by their tag', async () => {
    const client = clientOf(server());
    const name = freshName('versions');
    const first = await register(client, name, { 'veridict.run_uuid': 'u-1' });
    const second = await register(client, name, { 'veridict.run_uuid': 'u-2' });
    expect([first.version, second.version]).toEqual(['1', '2']);
    expect(await client.modelVersions.waitUntilReady(name, '2')).toMatchObject({ status: 'READY' });
    await client.modelVersions.setTag(name, '1', 'gate', 'passed');
    const filter = `name = '${name}' and tags.\`veridict.run_uuid\` = 'u-1'`;
    const found = await collected(client.modelVersions.searchAll({ filter }));
    expect(found).toMatchObject([{ version: '1', tags: { gate: 'passed' }, runId: first.runId }]);
    await client.modelVersions.update(name, '2', 'second try');
    expect(await client.modelVersions.get(name, '2')).toMatchObject({
      description: 'second try',
      aliases: [],
    });
    await client.modelVersions.deleteTag(name, '1', 'gate');
    await client.modelVersions.delete(name, '2');
    expect((await client.modelVersions.search({ filter: `name = '${name}'` })).items).toHaveLength(1);
    expect((await client.modelVersions.get(name, '1')).tags).toEqual({ 'veridict.run_uuid': 'u-1' });
  });

  it('moves an alias, and answers for a missing alias and a missing model', async () => {
    const client = clientOf(server());
    const name = freshName('aliases');
    await register(client, name);
    await register(client, name);
    expect(await client.registeredModels.getByAlias(name, 'champion')).toBeUndefined();
    await client.registeredModels.setAlias(name, 'champion', '1');
    await client.registeredModels.setAlias(name, 'champion', '2');
    await client.registeredModels.setAlias(name, 'champion', '2');
    expect(await client.registeredModels.getByAlias(name, 'champion')).toMatchObject({ name, version: '2' });
    expect((await client.registeredModels.get(name)).aliases).toEqual({ champion: '2' });
    expect((await client.modelVersions.get(name, '2')).aliases).toEqual(['champion']);
    await client.registeredModels.deleteAlias(name, 'champion');
    await client.registeredModels.deleteAlias(name, 'champion');
    expect(await client.registeredModels.getByAlias(name, 'champion')).toBeUndefined();
    expect(await client.registeredModels.getByAlias(freshName('absent'), 'champion')).toBeUndefined();
    await expect(client.registeredModels.setAlias(name, 'v1', '1')).rejects.toMatchObject({
      errorCode: 'INVALID_PARAMETER_VALUE',
    });
    await expect(client.registeredModels.setAlias(name, 'champion', '9')).rejects.toMatchObject({
      errorCode: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  it('leads from a version to its files', async () => {
    const client = clientOf(server());
    const name = freshName('files');
    const { version, runId } = await register(client, name);
    const artifactUri = await client.modelVersions.downloadUri(name, version);
    expect((await client.artifacts.list({ artifactUri })).map(({ path }) => path)).toEqual(['MLmodel']);
    const bytes = await client.artifacts.downloadFromModelVersion(name, version, 'MLmodel');
    expect(new TextDecoder().decode(bytes)).toBe('flavors: {}\n');
    expect(runId).toMatch(/^[0-9a-f]{32}$/);
  });

  /** A version with a file, from a logged model where there are such, else from a run. */
  async function register(
    client: MlflowClient,
    name: string,
    tags: Record<string, string> = {},
  ): Promise<ModelVersion> {
    await client.registeredModels.ensure({ name });
    const run = await freshRun(client);
    const file = new TextEncoder().encode('flavors: {}\n');
    if (server().major < 3) {
      await client.artifacts.upload(run, 'model/MLmodel', file);
      const source = `${run.artifactUri}/model`;
      return client.modelVersions.create({ name, source, runId: run.runId, tags });
    }
    const { experimentId, runId } = run;
    const model = await client.loggedModels.create({ experimentId, name: 'contract', sourceRunId: runId });
    await client.artifacts.upload(model, 'MLmodel', file);
    await client.loggedModels.finalize(model.modelId, 'READY');
    const source = `models:/${model.modelId}`;
    return client.modelVersions.create({ name, source, runId, modelId: model.modelId, tags });
  }
}
