import type { DataSource, EntityManager } from 'typeorm';
import { type FieldProblem, validationFailed } from '#libs/platform';
import { sqlName } from '../sql-names.js';
import { isOwnRelation } from './own-relations.js';
import { type CataloguedRelation, readCataloguedRelation } from './read-catalogue.js';

/** `pg_class.relkind` of what holds rows: tables, partitioned ones, views, materialised views, foreign tables. */
const kindsWithRows = 'rpvmf';

/**
 * The relation, if it may become a dataset.
 *
 * @throws DomainError `validation_failed`; what is missing is told as the statement that gives it
 */
export async function attachable(
  source: DataSource,
  manager: EntityManager,
  { schema, relation }: { readonly schema: string; readonly relation: string },
): Promise<CataloguedRelation> {
  if (isOwnRelation(source, schema, relation))
    throw refused('belongs to Veridict; its own datasets are listed by GET /datasets');
  const found = await readCataloguedRelation(manager, schema, relation);
  if (!found)
    throw refused('the database has no relation of that name in that schema; names are taken as written');
  if (!kindsWithRows.includes(found.kind)) throw refused('is neither a table nor a view');
  const missing = missingRights(schema, relation, found);
  if (missing.length > 0)
    throw refused(`${found.role} may not read it; run as its owner: ${missing.join(' ')}`);
  if (!found.populated) throw refused('the materialised view holds nothing yet; refresh it first');
  return found;
}

function missingRights(schema: string, relation: string, found: CataloguedRelation): string[] {
  const inSchema = sqlName(schema);
  return [
    ...(found.schemaUsable ? [] : [`GRANT USAGE ON SCHEMA ${inSchema} TO ${found.role};`]),
    ...(found.readable ? [] : [`GRANT SELECT ON ${inSchema}.${sqlName(relation)} TO ${found.role};`]),
  ];
}

function refused(detail: string): Error {
  const problem: FieldProblem = { pointer: '/relation', detail };
  return validationFailed([problem]);
}
