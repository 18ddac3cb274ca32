import { parseArgs } from 'node:util';
import { CannotRun } from './cannot-run.js';

export const tableNames = ['hr', 'taiwan', 'california', 'generated'] as const;
export const peerNames = ['lightgbm', 'xgboost', 'scikit-learn'] as const;

/** Five folds of fewer say nothing. */
const fewestRows = 1000;

export interface Options {
  readonly tables: readonly string[];
  readonly peers: readonly string[];
  /** Of the generated tables. */
  readonly rows: readonly number[];
  readonly quick: boolean;
  /** File to write every run to. */
  readonly json: string | undefined;
}

export const usage = `npm run bench:train -- [options]
  --tables ${tableNames.join(',')}   (default: all)
  --peers ${peerNames.join(',')}   (default: all; none: ours alone)
  --rows 150000,1000000   sizes of the generated tables
  --quick                 fewer rounds, two threads only, no large table
  --json <file>           writes every run there`;

/** @throws CannotRun with what is wrong */
export function readOptions(args: readonly string[]): Options {
  const values = parsed(args);
  const rows = (values.rows ?? (values.quick ? '150000' : '150000,1000000')).split(',').map(Number);
  if (!rows.every((count) => Number.isInteger(count) && count >= fewestRows)) {
    throw new CannotRun(`--rows takes whole numbers from ${fewestRows} on, separated by commas`);
  }
  return {
    tables: chosen('tables', values.tables, tableNames),
    peers: values.peers === 'none' ? [] : chosen('peers', values.peers, peerNames),
    rows,
    quick: values.quick,
    json: values.json,
  };
}

function parsed(args: readonly string[]): {
  tables: string;
  peers: string;
  rows?: string;
  quick: boolean;
  json?: string;
} {
  try {
    return parseArgs({
      args: [...args],
      options: {
        tables: { type: 'string', default: tableNames.join(',') },
        peers: { type: 'string', default: peerNames.join(',') },
        rows: { type: 'string' },
        quick: { type: 'boolean', default: false },
        json: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n${usage}`);
  }
}

function chosen(option: string, given: string, known: readonly string[]): string[] {
  const names = given.split(',');
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return names;
  throw new CannotRun(`--${option}: ${unknown.join(', ')} is not one of ${known.join(', ')}`);
}
