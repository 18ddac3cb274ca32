import type { DataSource } from 'typeorm';

/** Schemas that hold nothing but Veridict's own. */
const ownSchemas: readonly string[] = [
  'audit',
  'datasets',
  'information_schema',
  'mart',
  'pgboss',
  'raw',
  'staging',
];

/** Of the schema public, what no entity stands for: tables that are written in SQL, and what runs the migrations. */
const withoutEntity: readonly string[] = [
  'api_keys',
  'customers',
  'decision_overrides',
  'known_sources',
  'login_throttles',
  'migrations',
  'reason_dictionaries',
  'refresh_tokens',
  'sessions',
  'typeorm_metadata',
  'users',
];

/**
 * Whether a relation belongs to Veridict: passwords, audit records and jobs are no dataset, and the rows of built-in
 * datasets are reached as such. In the schema public, which users may share, every entity's table is. A test goes
 * through every relation of a migrated database, so that no migration can add one that this rule misses.
 */
export function isOwnRelation(source: DataSource, schema: string, relation: string): boolean {
  if (ownSchemas.includes(schema) || schema.startsWith('pg_')) return true;
  if (schema !== 'public') return false;
  return (
    withoutEntity.includes(relation) ||
    source.entityMetadatas.some((entity) => !entity.schema && entity.tableName === relation)
  );
}
