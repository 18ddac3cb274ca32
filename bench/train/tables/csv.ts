import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

export type Row = Readonly<Record<string, string>>;

/** Beside the repository: these files may be measured with, but not committed. */
const dataFolder = new URL('../../../../shared/data/', import.meta.url);

export function readRows(file: string): Row[] {
  return parse(readFileSync(new URL(file, dataFolder)), { columns: true });
}

/** The reason to skip a table, or undefined when all of its files are there. */
export function missingFiles(...files: readonly string[]): string | undefined {
  const absent = files.filter((file) => !existsSync(new URL(file, dataFolder)));
  return absent.length > 0 ? `${absent.join(', ')} not found in ${fileURLToPath(dataFolder)}` : undefined;
}
