import { parseArgs } from 'node:util';
import { CannotRun } from '../train/cannot-run.js';

const tableNames = ['taiwan', 'home-credit'];

export interface CreditOptions {
  readonly tables: readonly string[];
  readonly algorithms: readonly string[];
  /** File to write every run to. */
  readonly json: string | undefined;
}

/** @throws CannotRun with what is wrong */
export function readCreditOptions(args: readonly string[]): CreditOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tables: { type: 'string', default: tableNames.join(',') },
      algorithms: { type: 'string', default: 'gbdt,auto' },
      json: { type: 'string' },
    },
  });
  const tables = values.tables.split(',');
  const unknown = tables.filter((name) => !tableNames.includes(name));
  if (unknown.length > 0)
    throw new CannotRun(`--tables: ${unknown.join(', ')} is not one of ${tableNames.join(', ')}`);
  return { tables, algorithms: values.algorithms.split(','), json: values.json };
}
