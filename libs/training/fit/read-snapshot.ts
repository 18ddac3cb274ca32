import type { SnapshotQuery } from '#libs/datasets';
import pg, { type ClientConfig } from 'pg';

export type SnapshotValues = Float64Array | (string | null)[];

export interface Snapshot {
  readonly identifiers: string[];
  readonly columns: Readonly<Record<string, SnapshotValues>>;
}

const rowsPerFetch = 10_000;

/**
 * All rows with a target, as they stood at one moment, through a server-side cursor on a connection of its own.
 * Meant for a thread of its own: unpacking ten thousand rows takes tens of milliseconds.
 */
export async function readSnapshot(connection: ClientConfig, query: SnapshotQuery): Promise<Snapshot> {
  const client = new pg.Client(connection);
  // A broken connection fails the query that runs; without a listener it would end the process beside.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // A thread that is ended leaves a statement behind that nobody waits for. Not every platform can look.
    await client.query('SET client_connection_check_interval = 1000').catch(() => undefined);
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return await readRows(client, query);
  } finally {
    await client.end();
  }
}

async function readRows(client: pg.Client, query: SnapshotQuery): Promise<Snapshot> {
  // Counted first, in the same snapshot, so that every array is allocated once at its size.
  const counts = await client.query<{ labelled: number }>(query.counts);
  const count = counts.rows[0]!.labelled;
  const identifiers = new Array<string>(count);
  const sinks = query.columns.map(({ type }) =>
    type === 'number' ? new Float64Array(count) : new Array<string | null>(count),
  );
  // Equal texts are kept once: a category of a million rows is one text, not a million.
  const known = sinks.map(() => new Map<string, string>());
  await client.query(`DECLARE dataset_rows NO SCROLL CURSOR FOR ${query.rows}`);
  for (let start = 0; start < count; start += rowsPerFetch) {
    const { rows } = await client.query<(string | number | null)[]>({
      text: `FETCH ${rowsPerFetch} FROM dataset_rows`,
      rowMode: 'array',
    });
    rows.forEach((row, offset) => {
      identifiers[start + offset] = row[0] as string;
      for (let index = 0; index < sinks.length; index += 1) {
        const sink = sinks[index]!;
        const value = row[index + 1]!;
        if (sink instanceof Float64Array) sink[start + offset] = value === null ? NaN : (value as number);
        else sink[start + offset] = value === null ? null : once(known[index]!, value as string);
      }
    });
  }
  const columns = Object.fromEntries(query.columns.map(({ name }, index) => [name, sinks[index]!]));
  return { identifiers, columns };
}

function once(known: Map<string, string>, text: string): string {
  const first = known.get(text);
  if (first !== undefined) return first;
  known.set(text, text);
  return text;
}
