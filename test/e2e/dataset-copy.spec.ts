import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { TrainingResultDto, VeridictOperations } from '#libs/sdk';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';
import { startVisitsServer } from '../support/visits.js';

describe('what a training run keeps for MLflow', () => {
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;
  let result: TrainingResultDto;

  beforeAll(async () => {
    ({ server, database } = await startVisitsServer());
    veridict = await server.adminClient();
    result = await trainNow(veridict, { model: 'spending' });
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const copyOf = async (id: string): Promise<{ row_count: number; csv_gzip: Buffer } | undefined> => {
    const client = new pg.Client({ connectionString: database.superuser });
    await client.connect();
    try {
      const { rows } = await client.query<{ row_count: number; csv_gzip: Buffer }>(
        'SELECT row_count, csv_gzip FROM mlflow_dataset_copies WHERE training_run_id = $1',
        [id],
      );
      return rows[0];
    } finally {
      await client.end();
    }
  };

  it('is the rows that it learned from and held out, without what says whose they are', async () => {
    const copy = await copyOf(result.training_run_id);
    const [header, ...lines] = gunzipSync(copy!.csv_gzip).toString().trimEnd().split('\r\n');
    expect(header).toBe('pages,minutes,source,known,spent,split');
    expect(copy!.row_count).toBe(lines.length);
    const { data: card } = await veridict.getModelCard({
      path: { model: 'spending', version: result.model_version },
    });
    const sides = lines.map((line) => line.split(',').at(-1));
    expect(sides.filter((side) => side === 'training')).toHaveLength(card.training_rows);
    expect(sides.filter((side) => side === 'held_out')).toHaveLength(card.held_out_rows);
    expect(
      lines.every((line) => /^\d+,[\d.]*,(mail|search|link),(true|false),[\d.e-]+,\w+$/.test(line)),
    ).toBe(true);
  });

  it('shows on the card where the residuals of the held-out rows lie', async () => {
    const { data: card } = await veridict.getModelCard({
      path: { model: 'spending', version: result.model_version },
    });
    const { histogram, by_prediction: tenths } = card.residuals!;
    const sum = (counts: readonly { count: number }[]): number =>
      counts.reduce((total, { count }) => total + count, 0);
    expect(tenths).toHaveLength(10);
    expect([sum(histogram), sum(tenths)]).toEqual([card.held_out_rows, card.held_out_rows]);
    expect(tenths.every(({ lower, median, upper }) => lower <= median && median <= upper)).toBe(true);
  });
});
