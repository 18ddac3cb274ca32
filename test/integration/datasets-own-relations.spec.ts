import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AttachDataset } from '#libs/datasets';
import { DirectConnections } from '#libs/database';
import { Configuration, DomainError, Logger, NestLogger, Role, SigningSecret } from '#libs/platform';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { createFastifyAdapter } from '../../apps/api/src/http/fastify-adapter.js';
import { asSuperuser } from '../support/held-table.js';
import { actorOf } from '../support/rows-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('what belongs to Veridict', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    const configuration = new Configuration({});
    const logger = new Logger('fatal');
    app = await NestFactory.create<NestFastifyApplication>(
      ApiModule.forRoot({
        configuration,
        logger,
        signingSecret: new SigningSecret('a secret for this test alone, signs nothing'),
        database: { url: database.application, role: undefined, poolSize: 2 },
        durable: true,
      }),
      createFastifyAdapter(configuration),
      { logger: new NestLogger(logger), abortOnError: false },
    );
    await app.init();
    // An owned dataset is one already, and is none of somebody else's.
    await asSuperuser(database, 'CREATE TABLE datasets.imported AS SELECT 1 AS id');
  });

  afterAll(async () => {
    const connections = app?.get(DirectConnections);
    await app?.close();
    await connections?.close();
    await database?.drop();
  });

  it('is never attached: every relation of a migrated database, whatever its kind', async () => {
    // Whoever reads this because it failed: a migration made a relation that libs/datasets/attach/own-relations.ts
    // does not know. Give it an entity, or its name there.
    const relations = await asSuperuser<{ schema: string; relation: string }>(
      database,
      `SELECT n.nspname AS schema, c.relname AS relation
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1, 2`,
    );
    await asSuperuser(
      database,
      `DO $$ DECLARE named record; BEGIN
         FOR named IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' LOOP
           EXECUTE format('GRANT USAGE ON SCHEMA %I TO veridict_app', named.nspname);
           EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO veridict_app', named.nspname);
         END LOOP;
       END $$`,
    );
    const schemas = new Set(relations.map(({ schema }) => schema));
    for (const schema of ['public', 'audit', 'raw', 'staging', 'mart', 'pgboss', 'datasets', 'pg_catalog'])
      expect(schemas).toContain(schema);

    const attaching = app.get(AttachDataset);
    const taken: string[] = [];
    for (const { schema, relation } of relations) {
      const refusal = await attaching
        .attach({ name: 'stolen', schema, relation }, true, actorOf(Role.Admin))
        .then(
          () => 'attached',
          (error: unknown) => error,
        );
      const detail = refusal instanceof DomainError ? refusal.problems[0]?.detail : String(refusal);
      if (!detail?.startsWith('belongs to Veridict')) taken.push(`${schema}.${relation}: ${detail}`);
    }
    expect(taken).toEqual([]);
    expect(relations.length).toBeGreaterThan(150);
  });

  it('does not keep a table of somebody else from being attached, beside it in the schema public', async () => {
    await asSuperuser(
      database,
      `CREATE TABLE public.clients_of_the_bank AS SELECT g AS id, g % 3 AS x FROM generate_series(1, 50) g;
       ALTER TABLE public.clients_of_the_bank ADD PRIMARY KEY (id);
       GRANT SELECT ON public.clients_of_the_bank TO veridict_app`,
    );
    const dataset = await app
      .get(AttachDataset)
      .attach({ name: 'mine', schema: 'public', relation: 'clients_of_the_bank' }, true, actorOf(Role.Admin));
    expect(dataset).toMatchObject({ name: 'mine', origin: 'attached', identifier: 'id', row_count: 50 });
  });
});
