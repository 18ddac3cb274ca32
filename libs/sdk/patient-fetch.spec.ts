import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { patientFetch, sleep } from './patient-fetch.js';

describe('patientFetch', () => {
  let server: Server;
  let address: string;
  let answer: (request: IncomingMessage, response: ServerResponse, attempt: number) => void;
  let bodies: string[];
  let pauses: number[];

  beforeEach(async () => {
    bodies = [];
    pauses = [];
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => answer(request, response, bodies.push(body)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const patient = (overrides: { retries?: number; timeoutMs?: number } = {}): typeof fetch =>
    patientFetch({
      timeoutMs: 1_000,
      retries: 2,
      fetch,
      random: () => 0,
      sleep: (milliseconds) => {
        pauses.push(milliseconds);
        return Promise.resolve();
      },
      ...overrides,
    });

  it.each(['GET', 'PUT', 'DELETE'])('repeats %s with its body until the server takes it', async (method) => {
    answer = (_, response, attempt) => response.writeHead(attempt < 3 ? 503 : 200).end();
    const body = method === 'GET' ? {} : { body: 'row' };
    expect((await patient()(address, { method, ...body })).status).toBe(200);
    expect(bodies).toEqual(Array(3).fill(method === 'GET' ? '' : 'row'));
    expect(pauses).toEqual([125, 250]);
  });

  it('sends a POST once only, because a repeated one could act twice', async () => {
    answer = (_, response) => response.writeHead(503).end();
    expect((await patient()(address, { method: 'POST', body: 'row' })).status).toBe(503);
    expect(bodies).toHaveLength(1);
  });

  it('waits as long as Retry-After asks for', async () => {
    answer = (_, response, attempt) =>
      response.writeHead(attempt < 2 ? 429 : 200, { 'retry-after': '3' }).end();
    expect((await patient()(address)).status).toBe(200);
    expect(pauses).toEqual([3_000]);
  });

  it('leaves a wait that is too long to the caller', async () => {
    answer = (_, response) => response.writeHead(429, { 'retry-after': '3600' }).end();
    expect((await patient()(address)).status).toBe(429);
    expect(pauses).toEqual([]);
  });

  it.each([400, 404, 500])('does not repeat what failed with %d', async (status) => {
    answer = (_, response) => response.writeHead(status).end();
    expect((await patient()(address)).status).toBe(status);
    expect(bodies).toHaveLength(1);
  });

  it('gives up on an answer that does not begin in time', async () => {
    answer = () => undefined;
    await expect(patient({ timeoutMs: 50 })(address)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('stops when the caller aborts', async () => {
    answer = () => undefined;
    await expect(patient()(address, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(pauses).toEqual([]);
  });

  it('sleeps no longer than the caller wants to wait', async () => {
    const stopped = new AbortController();
    const pause = sleep(60_000, stopped.signal);
    stopped.abort(new Error('enough'));
    await expect(pause).rejects.toThrow('enough');
  });
});
