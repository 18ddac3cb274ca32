// Rows per second of a CSV file that becomes a dataset (uploaded, inferred, checked, copied, indexed, analysed), and the
// memory of the process that does it, next to PostgreSQL's own COPY of the same file, which checks no more than types.
// Usage: npm run build && node --import ./bench/typescript-imports.mjs bench/import.ts [--rows 1000000]
import { createReadStream, createWriteStream, openAsBlob } from 'node:fs';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { EmbeddedPostgres, provisionDatabase } from '#libs/database';
import type { DatasetDto } from '#libs/sdk';
import { StartedPrograms } from './started-programs.js';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const most = Number(values.rows);
const megabyte = 1024 * 1024;
const cities = ['Lyon', 'Paris', 'Nantes', 'Saint-Étienne', 'Besançon'];

const folder = await mkdtemp(join(tmpdir(), 'veridict-bench-'));
// The embedded PostgreSQL runs under another account when this runs as root.
await chmod(folder, 0o755);
const database = await EmbeddedPostgres.start(folder);
const programs = new StartedPrograms();
let client: pg.Client | undefined;
try {
  const addresses = await provisionDatabase(database, folder, 'bench');
  const { url, authorization } = await programs.startVeridict({
    DATABASE_URL: addresses.application,
    MIGRATION_DATABASE_URL: addresses.migration,
    SEED_SAMPLE_DATA: 'false',
  });
  client = new pg.Client({ connectionString: addresses.migration });
  await client.connect();
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
  for (const rows of [most / 10, most]) {
    const path = join(folder, `${rows}.csv`);
    await pipeline(Readable.from(linesOf(rows)), createWriteStream(path));
    const peer = await copied(client, path, rows);
    const watched = watchProcess(url, authorization);
    const begin = performance.now();
    const dataset = await upload(path, rows, url, authorization);
    const taken = (performance.now() - begin) / 1000;
    await watched.stop();
    console.log(
      `${rows.toLocaleString('en')} rows × ${dataset.columns.length} columns (${((await stat(path)).size / megabyte).toFixed(0)} MB): ` +
        `a dataset in ${taken.toFixed(1)} s, ${perSecond(rows, taken)}; COPY alone in ${peer.toFixed(1)} s, ${perSecond(rows, peer)}; ratio ${(taken / peer).toFixed(2)}; ` +
        `${watched.processor().toFixed(1)} s of processor time; resident memory ${watched.before().toFixed(0)} MB before, at most ${watched.peak().toFixed(0)} MB`,
    );
  }
} finally {
  await client?.end();
  await programs.stop();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Invented rows, the same in every run: numbers, missing ones, categories, days, yes and no. */
function* linesOf(rows: number): Generator<string> {
  yield 'client_id,age,income,rate,city,opened_on,member,score,visits,note\n';
  let block = '';
  for (let n = 1; n <= rows; n++) {
    const day = new Date((10_000 + (n % 9000)) * 86_400_000).toISOString().slice(0, 10);
    const score = n % 4 === 0 ? '' : String(300 + ((n * 13) % 550));
    block += `${n},${18 + (n % 60)},${900 + ((n * 7919) % 5000)},${((n * 31) % 1000) / 1000},${cities[n % 5]},${day},${n % 3 === 0 ? 'yes' : 'no'},${score},${n % 40},"note, ${n % 5000}"\n`;
    if (block.length < 65_536) continue;
    yield block;
    block = '';
  }
  yield block;
}

async function upload(path: string, rows: number, url: string, authorization: string): Promise<DatasetDto> {
  const form = new FormData();
  form.set('definition', JSON.stringify({ name: `bench_${rows}` }));
  form.set('file', await openAsBlob(path), 'bench.csv');
  const response = await fetch(`${url}/datasets`, { method: 'POST', headers: { authorization }, body: form });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as DatasetDto;
}

/** Seconds that PostgreSQL takes for the same file into a table of the same types, with its key and statistics. */
async function copied(connection: pg.Client, path: string, rows: number): Promise<number> {
  const table = `peer_${rows}`;
  const begin = performance.now();
  await connection.query('BEGIN');
  await connection.query(
    `CREATE TABLE ${table} (client_id bigint NOT NULL, age float8, income float8, rate float8, city text, opened_on date,
       member boolean, score float8, visits float8, note text)`,
  );
  await pipeline(
    createReadStream(path),
    connection.query(copyFrom(`COPY ${table} FROM STDIN WITH (FORMAT csv, HEADER)`)),
  );
  await connection.query(`ALTER TABLE ${table} ADD PRIMARY KEY (client_id)`);
  await connection.query(`ANALYZE ${table}`);
  await connection.query('COMMIT');
  return (performance.now() - begin) / 1000;
}

/** Resident memory of the process, sampled four times a second, in megabytes, and its processor time, in seconds. */
function watchProcess(url: string, authorization: string) {
  const samples: number[] = [];
  const processor: number[] = [];
  let watching = true;
  const watch = (async () => {
    while (watching) {
      const response = await fetch(`${url}/metrics`, { headers: { authorization } });
      const text = await response.text();
      const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1];
      const seconds = /^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1];
      if (bytes === undefined || seconds === undefined)
        throw new Error('GET /metrics does not tell the resident memory and the processor time');
      samples.push(Number(bytes) / megabyte);
      processor.push(Number(seconds));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  // Met by stop(); what else went wrong is told first.
  watch.catch(() => undefined);
  return {
    before: () => samples[0]!,
    peak: () => Math.max(...samples),
    processor: () => processor.at(-1)! - processor[0]!,
    stop: async (): Promise<void> => {
      watching = false;
      await watch;
    },
  };
}

function perSecond(rows: number, taken: number): string {
  return `${Math.round(rows / taken).toLocaleString('en')} rows per second`;
}
