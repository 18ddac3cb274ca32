import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, VeridictServer } from '../support/veridict-server.js';

const flood = 400;

describe('a flood of sign-ins', () => {
  let server: VeridictServer;

  beforeAll(async () => {
    server = await VeridictServer.start();
  });

  afterAll(() => server.stop());

  it('is bounded, and predictions go on beside it', async () => {
    const veridict = await server.adminClient();
    const id = (await veridict.listClients({ query: { limit: 1 } })).data.items[0]!.id;

    let floodEnded = false;
    const signIns = Promise.all(Array.from({ length: flood }, signIn)).finally(() => (floodEnded = true));
    const durationsMs: number[] = [];
    while (!floodEnded || durationsMs.length < 20) {
      const startedAt = performance.now();
      await veridict.predictClientById({ path: { id } });
      durationsMs.push(performance.now() - startedAt);
    }
    const answers = await signIns;

    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].every((status) => [200, 429, 503].includes(status))).toBe(true);
    // The line before the hash gate is short: most of the flood is turned away, and told when to come again.
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(flood / 2);
    expect(refused.every(({ retryAfter }) => Number(retryAfter) >= 1)).toBe(true);
    // A hash takes 14 ms and two run at a time; without the gate a prediction waited for all of them.
    expect(median(durationsMs)).toBeLessThan(500);
  });

  async function signIn(): Promise<{ status: number; retryAfter: string | null }> {
    const response = await fetch(`${server.url}/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({ username: admin.email, password: admin.password }),
    });
    await response.arrayBuffer();
    return { status: response.status, retryAfter: response.headers.get('retry-after') };
  }
});

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
