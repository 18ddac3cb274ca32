import type { DatasetColumn } from './feature-schema.js';

/** SQL that reads a column as the JSON value that a request would send for it. */
export function rowExpression({ name, kind }: DatasetColumn): string {
  switch (kind) {
    case 'numeric':
      return `"${name}"::float8 AS "${name}"`;
    case 'boolean':
      return `"${name}"`;
    case 'categorical':
      return `"${name}"::text AS "${name}"`;
  }
}
