import { expect, it } from '@jest/globals';
import { filterText, LIMITS } from '../../index.js';
import { clientOf, collected, freshExperiment, freshRun, type ContractServer } from './contract-server.js';

const START = new Date(1_764_000_000_123);
const END = new Date(1_764_000_060_456);

export function runCases(server: () => ContractServer): void {
  it('keeps name, user, times, status and tags of a run', async () => {
    const client = clientOf(server());
    const { experimentId } = await freshExperiment(client);
    const tags = { 'veridict.run_uuid': 'u-1', 'mlflow.source.type': 'JOB' };
    const run = await client.runs.create({
      experimentId,
      runName: 'Nacht für „Müller“ 🌙',
      userId: 'scheduler',
      startTime: START,
      tags,
    });
    expect(run).toMatchObject({ status: 'RUNNING', startTime: START, endTime: undefined, experimentId });
    expect(run.artifactUri).toContain(run.runId);
    await client.runs.update({ runId: run.runId, status: 'FAILED', endTime: END });
    expect(await client.runs.get(run.runId)).toMatchObject({
      runName: 'Nacht für „Müller“ 🌙',
      userId: 'scheduler',
      status: 'FAILED',
      startTime: START,
      endTime: END,
      lifecycleStage: 'active',
      tags,
    });
  });

  it('keeps metrics with their steps, NaN as NaN and infinities as the largest doubles', async () => {
    const client = clientOf(server());
    const { runId } = await freshRun(client);
    const values = [1.5, Number.NaN, Infinity, -Infinity, -0, 1e-300, 0.1 + 0.2];
    const metrics = values.map((value, step) => ({ key: 'loss/train é', value, timestamp: START, step }));
    expect(await client.runs.logBatch(runId, { metrics })).toEqual({ requestCount: 1, cutValues: [] });
    const history = await collected(client.runs.metricHistory(runId, 'loss/train é'));
    expect(history.map(({ step }) => step).sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    const byStep = new Map(history.map((point) => [point.step, point.value]));
    expect([0, 1, 4, 5, 6].map((step) => byStep.get(step))).toEqual([
      1.5,
      NaN,
      expect.closeTo(0),
      1e-300,
      0.1 + 0.2,
    ]);
    expect(byStep.get(2)).toBeGreaterThan(1.7e308);
    expect(byStep.get(3)).toBeLessThan(-1.7e308);
    const [latest] = (await client.runs.get(runId)).metrics;
    expect(latest).toMatchObject({ key: 'loss/train é', step: 6, value: 0.1 + 0.2, timestamp: START });
  });

  it('takes the same batch again, and refuses another value for a param', async () => {
    const client = clientOf(server());
    const { runId } = await freshRun(client);
    const batch = {
      params: { algorithm: 'gbdt', 'learning rate': '0.1' },
      metrics: [{ key: 'R2', value: 0.9, timestamp: START, step: 0 }],
      tags: { note: 'first' },
    };
    await client.runs.logBatch(runId, batch);
    await client.runs.logBatch(runId, { ...batch, tags: { note: 'second' } });
    const run = await client.runs.get(runId);
    expect(run.params).toEqual(batch.params);
    expect(run.tags).toMatchObject({ note: 'second' });
    expect(await collected(client.runs.metricHistory(runId, 'R2'))).toHaveLength(1);
    await expect(client.runs.logBatch(runId, { params: { algorithm: 'mlp' } })).rejects.toMatchObject({
      errorCode: 'INVALID_PARAMETER_VALUE',
      kind: 'refused',
      status: 400,
      isTransient: false,
    });
    expect((await client.runs.get(runId)).params).toEqual(batch.params);
  });

  it('takes more at once than one request may hold, and cuts values to what is kept', async () => {
    const client = clientOf(server());
    const { runId } = await freshRun(client);
    const params = Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`p${index}`, `${index}`]));
    const tags = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`t${index}`, `${index}`]));
    const metrics = Array.from({ length: 2300 }, (_, step) => ({
      key: `m${step % 3}`,
      value: step,
      timestamp: START,
      step,
    }));
    const long = '🚲'.repeat(LIMITS.runTagLength + 5);
    const { requestCount, cutValues } = await client.runs.logBatch(runId, {
      metrics,
      params: { ...params, long },
      tags: { ...tags, long },
    });
    expect(requestCount).toBeLessThanOrEqual(7);
    expect(cutValues).toEqual([
      { kind: 'param', key: 'long', length: LIMITS.runTagLength + 5, keptLength: LIMITS.paramLength },
      { kind: 'tag', key: 'long', length: LIMITS.runTagLength + 5, keptLength: LIMITS.runTagLength },
    ]);
    const run = await client.runs.get(runId);
    expect(run.params).toEqual({ ...params, long: '🚲'.repeat(LIMITS.paramLength) });
    expect(run.tags).toMatchObject({ ...tags, long: '🚲'.repeat(LIMITS.runTagLength) });
    expect(run.metrics.map(({ key, step }) => `${key}:${step}`).sort()).toEqual([
      'm0:2298',
      'm1:2299',
      'm2:2297',
    ]);
    expect(await collected(client.runs.metricHistory(runId, 'm0'))).toHaveLength(767);
  });

  it('keeps dataset inputs, once however often they are logged', async () => {
    const client = clientOf(server());
    const { runId } = await freshRun(client);
    const dataset = {
      name: 'loans',
      digest: 'a1b2c3d4',
      sourceType: 'code',
      source: '{"uri":"postgresql://…/loans"}',
      schema: '{"mlflow_colspec":[{"type":"double","name":"x","required":true}]}',
      profile: '{"num_rows":150,"num_elements":600}',
    };
    const input = { dataset, tags: { 'mlflow.data.context': 'training' } };
    await client.runs.logInputs(runId, [input]);
    await client.runs.logInputs(runId, [input]);
    expect((await client.runs.get(runId)).datasets).toEqual([input]);
  });

  it('finds runs by tag and status, page by page, without the deleted ones', async () => {
    const client = clientOf(server());
    const { experimentId } = await freshExperiment(client);
    const create = (uuid: string) =>
      client.runs.create({ experimentId, startTime: START, tags: { 'veridict.run_uuid': uuid } });
    const wanted = [await create('u-1'), await create('u-1'), await create('u-1')];
    await create('u-2');
    const search = {
      experimentIds: [experimentId],
      filter: "tags.`veridict.run_uuid` = 'u-1' and attributes.status = 'RUNNING'",
      pageSize: 2,
    };
    const ids = async () => (await collected(client.runs.searchAll(search))).map(({ runId }) => runId).sort();
    expect(await ids()).toEqual(wanted.map(({ runId }) => runId).sort());
    const [doubled, ended] = wanted;
    await client.runs.delete(doubled?.runId ?? '');
    await client.runs.update({ runId: ended?.runId ?? '', status: 'FINISHED', endTime: END });
    expect(await ids()).toEqual([wanted[2]?.runId]);
    await client.runs.restore(doubled?.runId ?? '');
    expect(await ids()).toHaveLength(2);
  });

  it('finds texts with quotes', async () => {
    const client = clientOf(server());
    const run = await freshRun(client, { owner: "O'Neill & Söhne 100%" });
    const search = (owner: string) =>
      client.runs.search({
        experimentIds: [run.experimentId],
        filter: `tags.owner = ${filterText(owner)}`,
      });
    expect((await search("O'Neill & Söhne 100%")).items).toMatchObject([{ runId: run.runId }]);
    expect((await search('Neill')).items).toEqual([]);
  });

  it('sets and deletes tags one by one', async () => {
    const client = clientOf(server());
    const { runId } = await freshRun(client, { keep: 'a', drop: 'b' });
    await client.runs.setTag(runId, 'keep', 'ä "c"\n');
    await client.runs.deleteTag(runId, 'drop');
    const { tags } = await client.runs.get(runId);
    expect(tags['keep']).toBe('ä "c"\n');
    expect(tags).not.toHaveProperty('drop');
  });
}
