import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { holdoutPosition } from '#libs/ml';
import { createTestDatabase } from '../support/test-database.js';

describe('the held-out rows', () => {
  it('can be told by anybody in SQL, as the documentation says', async () => {
    const database = await createTestDatabase();
    const client = new pg.Client({ connectionString: database.application });
    await client.connect();
    try {
      const { rows } = await client.query<{ id: string; position: number }>(
        `SELECT id::text,
                (('x' || left(encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 8))::bit(32)::bigint / 4294967296.0)::float8 AS position
         FROM generate_series(1, 1000) AS id`,
      );
      expect(rows.map(({ id }) => holdoutPosition(id))).toEqual(rows.map(({ position }) => position));
    } finally {
      await client.end();
      await database.drop();
    }
  });
});
