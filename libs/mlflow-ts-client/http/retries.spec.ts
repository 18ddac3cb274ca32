import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MlflowClient } from '../index.js';
import { clientFor } from '../testing/client-for.js';
import {
  answer,
  FakeMlflowServer,
  FAULTS,
  tooManyRequests,
  type Fault,
} from '../testing/fake-mlflow-server.js';

const START = new Date(1_764_000_000_000);

let server: FakeMlflowServer;
beforeEach(async () => {
  server = await FakeMlflowServer.started();
});
afterEach(() => server.stop());

async function runOf(client: MlflowClient): Promise<string> {
  const { experimentId } = await client.experiments.ensure('retries');
  return (await client.runs.create({ experimentId, startTime: START })).runId;
}

describe('a call that is safe to repeat', () => {
  const faults: [string, Fault][] = [
    ['a 500', FAULTS.internalError],
    ['a 408', answer(408)],
    ['a 429', tooManyRequests()],
    ['an HTML page of a gateway', FAULTS.htmlPage],
    ['a 503', answer(503, 'later')],
    ['a 504', answer(504)],
    ['a connection cut before', FAULTS.cut],
    ['a lost reply', FAULTS.loseReply],
    ['a reply that breaks off', { kind: 'truncateReply' }],
    ['headers without end', { kind: 'endlessHeaders' }],
    ['silence', FAULTS.hang],
  ];

  it.each(faults)('succeeds after %s, and has its effect once', async (_title, fault) => {
    const { client, pauses } = clientFor(server);
    const runId = await runOf(client);
    server.fail({ path: 'runs/log-batch', fault, times: 2 });
    const metrics = [{ key: 'loss', value: 1, timestamp: START, step: 0 }];
    await client.runs.logBatch(runId, { metrics, params: { a: '1' } }, { timeoutMs: 150 });
    expect(server.requestsTo('runs/log-batch')).toHaveLength(3);
    expect(server.state.runs.get(runId)?.metrics).toHaveLength(1);
    expect(pauses).toEqual([500, 1000]);
  });

  it('waits ever longer up to the limit, and gives up with the last error', async () => {
    const retries = { attempts: 6, baseDelayMs: 100, maximumDelayMs: 500 };
    const { client, pauses } = clientFor(server, { retries });
    server.fail({ fault: FAULTS.internalError, times: Infinity });
    await expect(client.runs.get('x')).rejects.toMatchObject({
      errorCode: 'INTERNAL_ERROR',
      kind: 'server',
      isTransient: true,
      status: 500,
    });
    expect(pauses).toEqual([100, 200, 400, 500, 500]);
    expect(server.requests).toHaveLength(6);
  });

  it('leaves half of each pause to chance', async () => {
    const { client, pauses } = clientFor(server, { random: () => 0 });
    server.fail({ fault: FAULTS.internalError });
    await client.experiments.search();
    expect(pauses).toEqual([250]);
  });

  it('waits as long as the server asks, in seconds or until a date', async () => {
    const now = Date.UTC(2026, 10, 21, 7);
    const { client, pauses } = clientFor(server, { now: () => now });
    server.fail({ fault: tooManyRequests('7') });
    server.fail({ fault: tooManyRequests('Sat, 21 Nov 2026 07:00:09 GMT'), after: 1 });
    server.fail({ fault: tooManyRequests('soon'), after: 2 });
    await client.experiments.search();
    expect(pauses).toEqual([7000, 9000, 2000]);
  });

  it('does not wait when the server asks for more than the policy allows, but says for how much', async () => {
    const { client, pauses } = clientFor(server);
    server.fail({ fault: tooManyRequests('3600') });
    await expect(client.experiments.search()).rejects.toMatchObject({
      errorCode: 'REQUEST_LIMIT_EXCEEDED',
      kind: 'unreachable',
      retryAfterMs: 3_600_000,
    });
    expect(pauses).toEqual([]);
  });

  it.each([
    ['a state that repeating cannot change', FAULTS.invalidState, 'INVALID_STATE'],
    ['a refusal', answer(400, 'no'), 'BAD_REQUEST'],
    ['missing credentials', answer(401, 'You are not authenticated.'), 'UNAUTHENTICATED'],
    ['a missing feature', answer(501), 'NOT_IMPLEMENTED'],
  ])('is not repeated after %s', async (_title, fault, errorCode) => {
    const { client, pauses } = clientFor(server);
    server.fail({ fault, times: Infinity });
    await expect(client.experiments.search()).rejects.toMatchObject({ errorCode, isTransient: false });
    expect(pauses).toEqual([]);
  });

  it('gives each attempt its own deadline', async () => {
    const { client } = clientFor(server, { timeoutMs: 60, retries: { attempts: 3 } });
    server.fail({ fault: FAULTS.hang, times: Infinity });
    await expect(client.experiments.search()).rejects.toMatchObject({
      errorCode: 'TIMEOUT',
      kind: 'unreachable',
      isTransient: true,
      status: undefined,
    });
    expect(server.requests).toHaveLength(3);
  });
});

describe('a call that makes something new each time', () => {
  it.each([
    ['a lost reply', FAULTS.loseReply, 1],
    ['a reply that breaks off', { kind: 'truncateReply' }, 1],
    ['silence after it was carried out', { kind: 'hang', isCarriedOut: true }, 1],
    ['a cut connection', FAULTS.cut, 0],
    ['a 500', FAULTS.internalError, 0],
    ['a 502', FAULTS.htmlPage, 0],
  ] as [string, Fault, number][])('is not repeated after %s', async (_title, fault, madeRuns) => {
    const { client } = clientFor(server, { timeoutMs: 200 });
    const { experimentId } = await client.experiments.ensure('creates');
    server.fail({ path: 'runs/create', fault });
    await expect(client.runs.create({ experimentId, startTime: START })).rejects.toMatchObject({
      isTransient: true,
      mayHaveArrived: true,
    });
    expect(server.requestsTo('runs/create')).toHaveLength(1);
    expect(server.state.runs.size).toBe(madeRuns);
  });

  it('is repeated when a limiter sent it away', async () => {
    const { client } = clientFor(server);
    server.fail({ path: 'runs/create', fault: tooManyRequests('1') });
    await runOf(client);
    expect(server.state.runs.size).toBe(1);
  });

  it('is repeated when no connection was made', async () => {
    server.state.experiments.set('1', {
      experimentId: '1',
      name: 'creates',
      artifactLocation: 'mlflow-artifacts:/1',
      lifecycleStage: 'active',
      createdAt: 0,
      tags: new Map(),
    });
    await server.stop();
    const { client } = clientFor(server, { wait: () => server.start() });
    await client.runs.create({ experimentId: '1', startTime: START });
    expect(server.state.runs.size).toBe(1);
  });

  it('of a unique name is repeated, and finds what its first attempt made', async () => {
    const { client } = clientFor(server);
    server.fail({ path: 'experiments/create', fault: FAULTS.loseReply });
    server.fail({ path: 'registered-models/create', fault: FAULTS.loseReply });
    expect(await client.experiments.ensure('lost')).toMatchObject({ experimentId: '1', name: 'lost' });
    expect(await client.registeredModels.ensure({ name: 'lost' })).toMatchObject({ name: 'lost' });
    expect(server.requestsTo('/create')).toHaveLength(4);
  });

  it('links a model to its run once, also when the reply was lost', async () => {
    const { client } = clientFor(server);
    const runId = await runOf(client);
    server.fail({ path: 'runs/outputs', fault: FAULTS.loseReply });
    await client.runs.logOutputs(runId, [{ modelId: 'm-1', step: 2 }]);
    await client.runs.logOutputs(runId, [{ modelId: 'm-1', step: 2 }]);
    expect(server.state.runs.get(runId)?.outputs).toEqual([{ modelId: 'm-1', step: 2 }]);
  });
});

describe('a signal', () => {
  it('stops a call before it starts', async () => {
    const { client } = clientFor(server);
    const reason = new Error('lost the lock');
    await expect(client.experiments.search({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(0);
  });

  it('stops an attempt that waits for its answer', async () => {
    const { client } = clientFor(server);
    server.fail({ fault: FAULTS.hang });
    const controller = new AbortController();
    const call = client.experiments.search({}, { signal: controller.signal });
    const reason = new Error('lost the lock');
    setTimeout(() => controller.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
  });

  it('stops a pause between attempts', async () => {
    const { client } = clientFor(server, {
      wait: undefined,
      retries: { baseDelayMs: 60_000, maximumDelayMs: 60_000 },
    });
    server.fail({ fault: FAULTS.internalError });
    const controller = new AbortController();
    const reason = new Error('lost the lock');
    setTimeout(() => controller.abort(reason), 50);
    await expect(client.experiments.search({}, { signal: controller.signal })).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('leaves no listener behind', async () => {
    const { client } = clientFor(server);
    const { signal } = new AbortController();
    const added: unknown[] = [];
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (type: string, listener: () => void) => {
      added.push(listener);
      add(type, listener);
    };
    signal.removeEventListener = (type: string, listener: () => void) => {
      added.splice(added.indexOf(listener), 1);
      remove(type, listener);
    };
    await client.experiments.search({}, { signal });
    expect(added).toEqual([]);
  });
});
