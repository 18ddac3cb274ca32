import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** The application's own role. */
  readonly application: string;
  /** The owner of the schema. */
  readonly migration: string;
  readonly superuser: string;
  drop(): Promise<void>;
}

/**
 * A migrated database of its own for one spec file, copied from the template in about 50 ms; or a copy of another
 * one, to which nobody may be connected.
 */
export async function createTestDatabase(
  options: { empty?: boolean; copyOf?: TestDatabase } = {},
): Promise<TestDatabase> {
  const template = JSON.parse(process.env['VERIDICT_TEST_DATABASE']!) as Record<
    'application' | 'migration' | 'superuser',
    string
  >;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const administer = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: template.superuser });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  const source = options.copyOf ? new URL(options.copyOf.superuser).pathname.slice(1) : 'template_veridict';
  await administer(
    `CREATE DATABASE ${name} OWNER veridict_owner ${options.empty ? '' : `TEMPLATE ${source}`}`,
  );
  const on = (url: string): string => url.replace(/\/[^/]*$/, `/${name}`);
  return {
    application: on(template.application),
    migration: on(template.migration),
    superuser: on(template.superuser),
    drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
