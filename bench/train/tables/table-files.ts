import { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchTable } from './bench-table.js';

/** `table.json` of a folder; the other files are bare little-endian numbers, one per row. */
export interface TableManifest {
  readonly task: BenchTable['task'];
  readonly rowCount: number;
  readonly columns: readonly {
    readonly name: string;
    readonly kind: 'numeric' | 'categorical';
    /** float64 (numeric) or int32 codes (categorical). */
    readonly file: string;
    readonly categories: readonly string[];
  }[];
  /** float64 */
  readonly target: 'target';
  /** uint8 */
  readonly folds: 'folds';
}

/** Typed arrays are written as they lie in memory: little-endian on every processor that Node runs on today. */
export function writeTable(folder: string, table: BenchTable, folds: Uint8Array): TableManifest {
  mkdirSync(folder, { recursive: true });
  const columns = table.columns.map((column, position) => {
    const file = `column-${position}`;
    writeFileSync(join(folder, file), column.kind === 'numeric' ? column.values : column.codes);
    const categories = column.kind === 'numeric' ? [] : column.categories;
    return { name: column.name, kind: column.kind, file, categories };
  });
  writeFileSync(join(folder, 'target'), table.target);
  writeFileSync(join(folder, 'folds'), folds);
  const manifest: TableManifest = {
    task: table.task,
    rowCount: table.target.length,
    columns,
    target: 'target',
    folds: 'folds',
  };
  writeFileSync(join(folder, 'table.json'), JSON.stringify(manifest));
  return manifest;
}

export function readManifest(folder: string): TableManifest {
  return JSON.parse(readFileSync(join(folder, 'table.json'), 'utf8')) as TableManifest;
}

/** Fills the array with the file's first bytes. */
export function readNumbers<Numbers extends Float64Array | Int32Array | Uint8Array>(
  path: string,
  into: Numbers,
): Numbers {
  const file = openSync(path, 'r');
  try {
    const bytes = readSync(file, into, 0, into.byteLength, 0);
    if (bytes !== into.byteLength) throw new Error(`${path} has ${bytes} of ${into.byteLength} bytes`);
    return into;
  } finally {
    closeSync(file);
  }
}
