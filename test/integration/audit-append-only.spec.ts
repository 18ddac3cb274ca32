import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AdministrativeEventEntity, BatchPredictionRecordEntity, PredictionRecordEntity } from '#libs/audit';
import { migrationDataSource } from '#libs/database';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const permissionDenied = { code: '42501' };
const tables = ['audit.predictions', 'audit.events', 'audit.batch_predictions'];

describe('the audit tables', () => {
  let database: TestDatabase;
  const clients: pg.Client[] = [];
  let application: pg.Client;
  let owner: pg.Client;
  let superuser: pg.Client;

  async function connect(url: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    clients.push(client);
    return client;
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    application = await connect(database.application);
    owner = await connect(database.migration);
    superuser = await connect(database.superuser);
    await application.query(
      `INSERT INTO audit.predictions
         (id, request_id, occurred_at, actor_kind, actor_id, credential_id, route, status, http_status, latency_ms)
       VALUES (uuidv7(), 'r', now(), 'user', 'u', 'c', 'GET /', 'answered', 200, 1)`,
    );
    await application.query(
      `INSERT INTO audit.events
         (id, occurred_at, action, actor_kind, actor_id, credential_id, subject_kind, subject_id, details)
       VALUES (uuidv7(), now(), 'alias.moved', 'user', 'u', 'c', 'model', 'm', '{}')`,
    );
    await application.query(
      `INSERT INTO audit.batch_predictions
         (id, occurred_at, requested_at, actor_kind, actor_id, credential_id, model, model_version, model_digest,
          selection, status, rows_answered, rows_refused, content_hash)
       VALUES (uuidv7(), now(), now(), 'user', 'u', 'c', 'm', 1, 'd', 'all', 'succeeded', 0, 0, 'h')`,
    );
  });

  afterAll(async () => {
    for (const client of clients) await client.end();
    await database.drop();
  });

  describe.each(tables)('%s', (table) => {
    it.each([
      ['UPDATE', `UPDATE ${table} SET actor_id = 'x'`],
      ['UPDATE that hits no row', `UPDATE ${table} SET actor_id = 'x' WHERE false`],
      ['DELETE', `DELETE FROM ${table}`],
      ['TRUNCATE', `TRUNCATE ${table}`],
      ['ALTER TABLE', `ALTER TABLE ${table} ADD COLUMN note text`],
      ['DISABLE TRIGGER', `ALTER TABLE ${table} DISABLE TRIGGER refuse_change`],
      ['DROP', `DROP TABLE ${table}`],
      ['DROP TRIGGER', `DROP TRIGGER refuse_change ON ${table}`],
      ['GRANT to itself', `GRANT UPDATE ON ${table} TO veridict_app`],
      ['replica mode', `SET session_replication_role = replica`],
      [
        'an upsert',
        `INSERT INTO ${table} (id) VALUES (uuidv7()) ON CONFLICT (id) DO UPDATE SET actor_id = 'x'`,
      ],
      ['a row lock', `SELECT 1 FROM ${table} FOR UPDATE`],
    ])('refuses the application: %s', async (_name, sql) => {
      // GRANT without the right to grant is a warning, not an error: the privilege counts.
      if (sql.startsWith('GRANT')) {
        await application.query(sql).catch(() => undefined);
        const { rows } = await application.query('SELECT has_table_privilege($1, $2) AS granted', [
          table,
          'UPDATE',
        ]);
        expect(rows).toEqual([{ granted: false }]);
      } else {
        await expect(application.query(sql)).rejects.toMatchObject(permissionDenied);
      }
    });

    it.each(['UPDATE', 'DELETE', 'TRUNCATE'])('refuses its owner: %s', async (verb) => {
      const sql = { UPDATE: `UPDATE ${table} SET actor_id = 'x'`, DELETE: `DELETE FROM ${table}` }[verb];
      await expect(owner.query(sql ?? `TRUNCATE ${table}`)).rejects.toMatchObject({
        ...permissionDenied,
        message: `${table} is append-only`,
      });
    });

    it('refuses even a superuser in replica mode, because the trigger is ENABLE ALWAYS', async () => {
      await superuser.query('BEGIN');
      await superuser.query('SET LOCAL session_replication_role = replica');
      await expect(superuser.query(`DELETE FROM ${table}`)).rejects.toMatchObject(permissionDenied);
      await superuser.query('ROLLBACK');
    });

    it('grants the application SELECT and INSERT, and nothing to anybody else', async () => {
      const { rows } = await superuser.query<{ grants: string[] }>(
        `SELECT array_agg(grantee || ' ' || privilege_type ORDER BY privilege_type) AS grants
         FROM information_schema.role_table_grants
         WHERE table_schema || '.' || table_name = $1 AND grantee <> 'veridict_owner'`,
        [table],
      );
      expect(rows[0]!.grants).toEqual(['veridict_app INSERT', 'veridict_app SELECT']);
    });

    it('still holds its row after all of this', async () => {
      const { rows } = await application.query(`SELECT actor_id FROM ${table}`);
      expect(rows).toEqual([{ actor_id: 'u' }]);
    });
  });

  it('would let the row go without the trigger and the privileges', async () => {
    await superuser.query('BEGIN');
    await superuser.query('ALTER TABLE audit.predictions DISABLE TRIGGER refuse_change');
    await superuser.query('GRANT UPDATE ON audit.predictions TO veridict_app');
    await superuser.query('SET LOCAL ROLE veridict_app');
    const { rowCount } = await superuser.query(`UPDATE audit.predictions SET actor_id = 'x'`);
    await superuser.query('ROLLBACK');
    expect(rowCount).toBe(1);
  });

  it('remember which transaction inserted a row, for a sealer that must not overtake a late commit', async () => {
    await application.query('BEGIN');
    const { rows } = await application.query<{ matches: boolean }>(
      `WITH inserted AS (
         INSERT INTO audit.predictions
           (id, request_id, occurred_at, actor_kind, actor_id, credential_id, route, status, http_status, latency_ms)
         VALUES (uuidv7(), 'r', now(), 'user', 'u', 'c', 'GET /', 'answered', 200, 1)
         RETURNING transaction_id)
       SELECT transaction_id = pg_current_xact_id()::text::bigint AS matches FROM inserted`,
    );
    await application.query('ROLLBACK');
    expect(rows).toEqual([{ matches: true }]);
  });

  it('are what the entities say', async () => {
    const source = await migrationDataSource(
      database.migration,
      [],
      [AdministrativeEventEntity, BatchPredictionRecordEntity, PredictionRecordEntity],
    ).initialize();
    const drift = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
  });
});
