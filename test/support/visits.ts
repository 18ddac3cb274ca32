import { asSuperuser } from './held-table.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { type Installation, VeridictServer } from './veridict-server.js';

const rowCount = 1500;

/**
 * A table whose targets follow from its columns, with noise: a yes-or-no target for a third of the rows, three
 * classes of which one is rare, and an amount. The same rows in every run.
 */
const createVisits = `
  CREATE TABLE visits AS
  SELECT id, household, seen_at, pages, minutes, source, known, campaign, subscribed,
         score + 2 * (noise - 0.5) > 6 AS bought,
         CASE WHEN score > 7.6 THEN 'gold' WHEN score + noise > 4.5 THEN 'silver' ELSE 'Aucun – autre' END AS tier,
         10 * score + 8 * noise AS spent
  FROM (
    SELECT *, pages / 3.0 + coalesce(minutes, 20) / 15 + CASE source WHEN 'mail' THEN 1.5 WHEN 'search' THEN 0.5 ELSE 0 END
              + known::int AS score
    FROM (
      SELECT id,
             'household-' || id / 3 AS household,
             timestamptz '2025-01-01' + id * interval '1 hour' AS seen_at,
             (h('pages', id) * 12)::int::float8 AS pages,
             CASE WHEN h('gap', id) < 0.1 THEN NULL ELSE h('minutes', id) * 40 END AS minutes,
             (ARRAY['mail', 'search', 'link'])[1 + floor(h('source', id) * 3)::int] AS source,
             h('known', id) < 0.4 AS known,
             CASE WHEN h('told', id) < 0.7 THEN 'n° ' || ceil(h('campaign', id) * 4) END AS campaign,
             CASE WHEN h('asked', id) < 0.8 THEN h('subscribed', id) < 0.5 END AS subscribed,
             h('noise', id) AS noise
      FROM generate_series(1, ${rowCount}) AS id
    ) AS drawn
  ) AS scored`;

const models = new URL('visits-models.mjs', import.meta.url).href;

/**
 * A server whose dataset `visits` has a model of each kind: purchase, customer-tier and spending; and repeat-purchase,
 * whose texts and yes-or-no answers may be missing.
 *
 * @param environment of the server, beside what every test sets
 */
export async function startVisitsServer(
  environment: Readonly<Record<string, string>> = {},
  installation: Installation = 'empty',
): Promise<{ server: VeridictServer; database: TestDatabase }> {
  const database = await createTestDatabase();
  await asSuperuser(
    database,
    `CREATE FUNCTION h(name text, id int) RETURNS float8 LANGUAGE sql IMMUTABLE AS
       $$ SELECT ('x' || left(md5(name || id), 8))::bit(32)::bigint / 4294967296.0 $$`,
  );
  await asSuperuser(database, createVisits);
  await asSuperuser(database, 'GRANT SELECT ON visits TO veridict_app');
  const server = await VeridictServer.start({
    database,
    installation,
    environment: { ...environment, NODE_OPTIONS: `--import ${models}` },
  });
  return { server, database };
}
