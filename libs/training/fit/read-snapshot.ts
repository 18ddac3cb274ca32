import type { SnapshotQuery } from '#libs/datasets';
import { SnapshotReader } from '#libs/threads';
import type { ClientConfig } from 'pg';

export type SnapshotValues = Float64Array | (string | null)[];

export interface Snapshot {
  readonly identifiers: string[];
  /** Rows that have no target, and were not read. */
  readonly unlabelled: number;
  readonly columns: Readonly<Record<string, SnapshotValues>>;
}

/**
 * All rows with a target, as they stood at one moment. Meant for a thread of its own: unpacking ten thousand rows
 * takes tens of milliseconds.
 */
export function readSnapshot(connection: ClientConfig, query: SnapshotQuery): Promise<Snapshot> {
  return SnapshotReader.read(connection, (reader) => readRows(reader, query));
}

async function readRows(reader: SnapshotReader, query: SnapshotQuery): Promise<Snapshot> {
  // Counted first, in the same snapshot, so that every array is allocated once at its size.
  const { total, labelled: count } = await reader.one<{ total: number; labelled: number }>(query.counts);
  const identifiers = new Array<string>(count);
  const sinks = query.columns.map(({ type }) =>
    type === 'number' ? new Float64Array(count) : new Array<string | null>(count),
  );
  // Equal texts are kept once: a category of a million rows is one text, not a million.
  const known = sinks.map(() => new Map<string, string>());
  let start = 0;
  for await (const rows of reader.portions<(string | number | null)[]>(query.rows)) {
    rows.forEach((row, offset) => {
      identifiers[start + offset] = row[0] as string;
      for (let index = 0; index < sinks.length; index += 1) {
        const sink = sinks[index]!;
        const value = row[index + 1]!;
        if (sink instanceof Float64Array) sink[start + offset] = value === null ? NaN : (value as number);
        else sink[start + offset] = value === null ? null : once(known[index]!, value as string);
      }
    });
    start += rows.length;
  }
  const columns = Object.fromEntries(query.columns.map(({ name }, index) => [name, sinks[index]!]));
  return { identifiers, unlabelled: total - count, columns };
}

function once(known: Map<string, string>, text: string): string {
  const first = known.get(text);
  if (first !== undefined) return first;
  known.set(text, text);
  return text;
}
