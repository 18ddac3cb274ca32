import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../limits.js';
import { planBatches, type BatchBody } from './batches.js';
import type { NewMetric } from './run.js';

const TIMESTAMP = new Date(0);

function metrics(count: number, key = 'm'): NewMetric[] {
  return Array.from({ length: count }, (_, step) => ({ key, value: step, timestamp: TIMESTAMP, step }));
}

function texts(count: number, value = 'v'): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));
}

function sizes(bodies: readonly BatchBody[]): number[][] {
  return bodies.map((body) => [body.params.length, body.metrics.length, body.tags.length]);
}

describe('a batch', () => {
  it('of nothing needs no request', () => {
    expect(planBatches({}).bodies).toEqual([]);
  });

  it('is split where a kind or all of them together reach their limit', () => {
    expect(
      sizes(planBatches({ params: texts(100), metrics: metrics(800), tags: texts(100) }).bodies),
    ).toEqual([[100, 800, 100]]);
    expect(sizes(planBatches({ params: texts(101), metrics: metrics(1000), tags: texts(1) }).bodies)).toEqual(
      [
        [100, 0, 0],
        [1, 999, 0],
        [0, 1, 1],
      ],
    );
    expect(sizes(planBatches({ metrics: metrics(2001) }).bodies).map(([, count]) => count)).toEqual([
      1000, 1000, 1,
    ]);
  });

  it('stays below a megabyte, counted in bytes', () => {
    const { bodies } = planBatches({
      params: texts(100, '🚲'.repeat(6000)),
      tags: texts(100, '"'.repeat(8000)),
    });
    const lengths = bodies.map((body) =>
      Buffer.byteLength(JSON.stringify({ run_id: 'x'.repeat(32), ...body })),
    );
    expect(Math.max(...lengths)).toBeLessThan(1_000_000);
    expect(bodies.length).toBeGreaterThan(3);
    expect(bodies.flatMap((body) => [...body.params, ...body.tags])).toHaveLength(200);
  });

  it('writes numbers that JSON has no word for', () => {
    const values = [NaN, Infinity, -Infinity, 1].map((value) => ({ key: 'm', value, timestamp: TIMESTAMP }));
    const written = JSON.parse(
      JSON.stringify(planBatches({ metrics: values }).bodies[0]?.metrics),
    ) as object[];
    expect(written.map((metric) => (metric as { value: unknown }).value)).toEqual([
      'NaN',
      'Infinity',
      '-Infinity',
      1,
    ]);
  });

  it('is cut to the length of params and tags, and says where', () => {
    const long = 'x'.repeat(LIMITS.runTagLength + 1);
    const { cutValues, bodies } = planBatches({ params: { a: long, b: 'short' }, tags: { c: long } });
    expect(cutValues).toEqual([
      { kind: 'param', key: 'a', length: 8001, keptLength: 6000 },
      { kind: 'tag', key: 'c', length: 8001, keptLength: 8000 },
    ]);
    expect(bodies[0]?.params[0]).toEqual({ key: 'a', value: 'x'.repeat(6000) });
  });

  it('with keys that no server takes is refused with all of them, before anything is sent', () => {
    const batch = {
      params: { '': '1', ['p'.repeat(251)]: '1', ['🚲'.repeat(250)]: '1' },
      metrics: [
        { key: '', value: 1, timestamp: TIMESTAMP },
        { key: 'late', value: 1, timestamp: new Date(NaN) },
        { key: 'half', value: 1, timestamp: TIMESTAMP, step: 0.5 },
      ],
    };
    const message =
      /a param has an empty key; the key of param "p{40}…" is longer than 250; a metric has an empty key; metric "late" has an invalid timestamp; the step of metric "half" is no integer\.$/;
    expect(() => planBatches(batch)).toThrow(message);
  });
});
