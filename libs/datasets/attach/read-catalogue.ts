import type { EntityManager } from 'typeorm';

/** What PostgreSQL's catalogue says of a relation. */
export interface CataloguedRelation {
  readonly oid: number;
  /** `pg_class.relkind` */
  readonly kind: string;
  readonly populated: boolean;
  readonly rowSecurity: boolean;
  readonly comment: string | null;
  readonly schemaUsable: boolean;
  /** At least one column can be selected. */
  readonly readable: boolean;
  /** The role that the application acts as, as SQL. */
  readonly role: string;
}

export interface CataloguedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly required: boolean;
  readonly readable: boolean;
  readonly comment: string | null;
  /** Of an enum. */
  readonly labels: readonly string[] | null;
  /** Definitions of the valid check constraints of this column alone. */
  readonly checks: readonly string[];
  /** A unique index of this column alone, over all rows. */
  readonly unique: boolean;
  /** It is the primary key, alone. */
  readonly primary: boolean;
}

/** A domain is the type it stands on. */
export interface ColumnType {
  /** `pg_type.typname`: `int4`, `varchar`. */
  readonly name: string;
  /** `pg_type.typcategory`: `S` for texts, `E` for enums, `A` for arrays. */
  readonly category: string;
  /** As people write it. */
  readonly written: string;
  /** Digits after the point that the column can hold; null where they are not limited. */
  readonly scale: number | null;
}

/** Undefined: no relation has the name. Names are compared as they are, without folding. */
export async function readCataloguedRelation(
  manager: EntityManager,
  schema: string,
  relation: string,
): Promise<CataloguedRelation | undefined> {
  const [row] = await manager.query<CataloguedRelation[]>(
    `SELECT c.oid::int8::float8 AS oid, c.relkind AS kind, c.relispopulated AS populated, c.relrowsecurity AS "rowSecurity",
            obj_description(c.oid, 'pg_class') AS comment,
            has_schema_privilege(n.oid, 'USAGE') AS "schemaUsable",
            has_any_column_privilege(c.oid, 'SELECT') AS readable,
            quote_ident(current_user) AS role
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relname = $2`,
    [schema, relation],
  );
  return row;
}

/** In the order of the relation. */
export function readColumns(manager: EntityManager, oid: number): Promise<CataloguedColumn[]> {
  return manager.query<CataloguedColumn[]>(
    `WITH RECURSIVE base AS (
       SELECT attnum, atttypid AS type, atttypmod AS modifier, attnotnull AS required
       FROM pg_attribute WHERE attrelid = $1::oid AND attnum > 0 AND NOT attisdropped
       UNION ALL
       SELECT attnum, typbasetype, typtypmod, required OR typnotnull
       FROM base JOIN pg_type t ON t.oid = base.type WHERE typtype = 'd'
     ), key AS (
       SELECT indkey[0] AS attnum, bool_or(indisprimary) AS is_primary
       FROM pg_index
       WHERE indrelid = $1::oid AND indisunique AND indisvalid AND indimmediate AND indpred IS NULL
         AND indexprs IS NULL AND indnkeyatts = 1
       GROUP BY 1
     )
     SELECT a.attname AS name,
            json_build_object(
              'name', t.typname, 'category', t.typcategory, 'written', format_type(base.type, base.modifier),
              'scale', CASE WHEN t.typname = 'numeric' AND base.modifier >= 4 THEN (base.modifier - 4) & 2047 END
            ) AS type,
            base.required,
            has_column_privilege($1::oid, a.attnum, 'SELECT') AS readable,
            col_description($1::oid, a.attnum) AS comment,
            (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) AS labels,
            ARRAY(
              SELECT pg_get_constraintdef(oid) FROM pg_constraint
              WHERE conrelid = $1::oid AND contype = 'c' AND convalidated AND conkey = ARRAY[a.attnum]
              ORDER BY conname
            ) AS checks,
            key.attnum IS NOT NULL AS "unique",
            coalesce(key.is_primary, false) AS "primary"
     FROM pg_attribute a
     JOIN base ON base.attnum = a.attnum
     JOIN pg_type t ON t.oid = base.type AND t.typtype <> 'd'
     LEFT JOIN key ON key.attnum = a.attnum
     WHERE a.attrelid = $1::oid
     ORDER BY a.attnum`,
    [oid],
  );
}
