import { expect, it } from '@jest/globals';
import { clientOf, collected, freshName, type ContractServer } from './contract-server.js';

export function experimentCases(server: () => ContractServer): void {
  it('says which version it is', async () => {
    const client = clientOf(server());
    expect((await client.version()).major).toBe(server().major);
    expect(await client.hasLoggedModels()).toBe(server().major >= 3);
  });

  it('makes one experiment per name, however often and however many ask at once', async () => {
    const client = clientOf(server());
    const name = freshName('Überprüfung 100 % & mehr');
    const made = await Promise.all(
      Array.from({ length: 4 }, () => client.experiments.ensure(name, { team: 'risk', leer: '' })),
    );
    expect(new Set(made.map(({ experimentId }) => experimentId)).size).toBe(1);
    expect(await client.experiments.ensure(name, { team: 'other' })).toMatchObject({
      name,
      lifecycleStage: 'active',
      tags: { team: 'risk', leer: '' },
    });
  });

  it('knows no experiment of an unknown name', async () => {
    expect(await clientOf(server()).experiments.getByName(freshName('unknown'))).toBeUndefined();
  });

  it('says what to do about a deleted experiment, and restores it', async () => {
    const client = clientOf(server());
    const name = freshName('deleted');
    const { experimentId } = await client.experiments.ensure(name);
    await client.experiments.delete(experimentId);
    expect(await client.experiments.getByName(name)).toMatchObject({ lifecycleStage: 'deleted' });
    await expect(client.experiments.create({ name })).rejects.toMatchObject({
      errorCode: 'RESOURCE_ALREADY_EXISTS',
      kind: 'refused',
    });
    await expect(client.experiments.ensure(name)).rejects.toMatchObject({
      errorCode: 'EXPERIMENT_DELETED',
      message: expect.stringContaining(
        `mlflow experiments restore --experiment-id ${experimentId}`,
      ) as unknown as string,
    });
    await client.experiments.restore(experimentId);
    expect(await client.experiments.ensure(name)).toMatchObject({ experimentId, lifecycleStage: 'active' });
  });

  it('finds experiments by tag, page by page', async () => {
    const client = clientOf(server());
    const mark = freshName('mark');
    const names = [1, 2, 3].map((number) => `${mark} ${number}`);
    for (const name of names) await client.experiments.create({ name, tags: { 'contract.mark': mark } });
    const filter = `tags.\`contract.mark\` = '${mark}'`;
    const page = await client.experiments.search({ filter, pageSize: 2 });
    expect(page.items).toHaveLength(2);
    expect(page.nextPageToken).toBeDefined();
    const found = await collected(client.experiments.searchAll({ filter, pageSize: 2 }));
    expect(found.map(({ name }) => name).sort()).toEqual(names);
    expect(await client.experiments.search({ filter: `tags.\`contract.mark\` = 'absent ${mark}'` })).toEqual({
      items: [],
      nextPageToken: undefined,
    });
  });

  it('sets tags of an experiment', async () => {
    const client = clientOf(server());
    const { experimentId } = await client.experiments.ensure(freshName('tags'), { a: '1' });
    await client.experiments.setTag(experimentId, 'a', '2');
    expect((await client.experiments.get(experimentId)).tags).toMatchObject({ a: '2' });
  });
}
