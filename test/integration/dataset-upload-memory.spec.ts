import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { inferTable } from '../../libs/datasets/infer/infer-table.js';
import { type DatasetsApp, startDatasetsApp } from '../support/dataset-files.js';

const header = 'client_id,name,city,amount\n';

/** Rows without an end to them, made while they are read: names that are all different, as memory likes least. */
function* lines(rows: number): Generator<Uint8Array> {
  yield Buffer.from(header);
  for (let first = 0; first < rows; first += 1000) {
    const block = Array.from(
      { length: Math.min(1000, rows - first) },
      (_, row) => `${first + row},"name ${first + row}",city ${row % 40},${row / 4}\n`,
    );
    yield Buffer.from(block.join(''));
  }
}

const megabyte = 1024 * 1024;

// Garbage that waits for its collector differs by more from run to run than what is to be measured.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held after the garbage is gone. */
function held(): number {
  collectGarbage();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / megabyte;
}

describe('the memory that a file takes on its way to a dataset', () => {
  let datasets: DatasetsApp;

  beforeAll(async () => {
    datasets = await startDatasetsApp();
  });
  afterAll(() => datasets.close());

  it('holds no more of a file ten times as large, but 16 bytes per identifier that it watches', async () => {
    const observed = async (rows: number): Promise<number> => {
      let most = 0;
      async function* bytes(): AsyncGenerator<Uint8Array> {
        let chunks = 0;
        for (const chunk of lines(rows)) {
          yield Promise.resolve(chunk);
          if (++chunks % 20 === 0) most = Math.max(most, held());
        }
      }
      const before = held();
      const table = await inferTable(bytes(), {
        names: new Map(),
        missingValues: new Map(),
        identifier: null,
      });
      expect(table.rowCount).toBe(rows);
      return most - before;
    };
    await observed(20_000);
    const small = await observed(20_000);
    const large = await observed(200_000);
    expect(large - small).toBeLessThan(5);
  });

  it('imports a file that was never whole in memory', async () => {
    const rows = 50_000;
    const boundary = 'a-boundary-of-a-form';
    function* form(): Generator<Uint8Array> {
      const part = (disposition: string) =>
        Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`);
      yield part('name="file"; filename="many.csv"');
      yield* lines(rows);
      // Behind the file, as forms may send it.
      yield Buffer.from('\r\n');
      yield part('name="definition"');
      yield Buffer.from(`{"name":"many"}\r\n--${boundary}--\r\n`);
    }
    const response = await fetch(`${datasets.url}/datasets`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'x-test-role': 'admin' },
      body: ReadableStream.from(form()),
      duplex: 'half',
    });
    expect(await response.json()).toMatchObject({ name: 'many', row_count: rows, identifier: 'client_id' });
    const [counted] = await datasets.dataSource.query<object[]>(
      'SELECT count(*)::int AS rows FROM datasets.many',
    );
    expect(counted).toEqual({ rows });
    // Each pass says how far it is.
    const { log } = datasets;
    await datasets.import('many', [...lines(100_000)].map(String).join(''), '?mode=replace');
    expect(log.some((line) => line.includes('"rows_read":100000'))).toBe(true);
  });
});
