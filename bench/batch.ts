// Rows per second of a batch of predictions and of its export, and the memory of the process that does both, next to
// onnxruntime-node on rows that lie in memory already, checked by nobody, stored and recorded nowhere.
// Usage: npm run bench:batch [-- --rows 1000000 --algorithm gbdt]
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import pg from 'pg';
import { EmbeddedPostgres, provisionDatabase } from '#libs/database';
import type { BatchPredictionDto } from '#libs/sdk';
import { StartedPrograms } from './started-programs.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    algorithm: { type: 'string', default: 'gbdt' },
  },
});
const most = Number(values.rows);
const sizes = [most / 10, most];
const features = [
  'age',
  'revenu_estime_mois',
  'risque_personnel',
  'loyer_mensuel',
  'anciennete_ans',
  'historique_credits',
  'score_credit',
];
const megabyte = 1024 * 1024;

const dataDir = await mkdtemp(join(tmpdir(), 'veridict-bench-'));
// The embedded PostgreSQL runs under another account when this runs as root.
await chmod(dataDir, 0o755);
const database = await EmbeddedPostgres.start(dataDir);
const programs = new StartedPrograms();
let client: pg.Client | undefined;
try {
  const addresses = await provisionDatabase(database, dataDir, 'bench');
  const { url, authorization } = await programs.startVeridict({
    DATABASE_URL: addresses.application,
    MIGRATION_DATABASE_URL: addresses.migration,
    SEED_SAMPLE_DATA: 'true',
    FIRST_MODEL_ALGORITHM: values.algorithm,
  });
  await untilReady(url, authorization);
  client = new pg.Client({ connectionString: addresses.migration });
  await client.connect();
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, model ${values.algorithm}`);
  for (const size of sizes) {
    await fillUpTo(client, size);
    const memory = watchMemory(url, authorization);
    const batch = await runBatch(url, authorization);
    const scoring = seconds(batch.started_at!, batch.finished_at!);
    const afterScoring = memory.peak();
    const { bytes, exporting } = await download(`${url}/batch-predictions/${batch.id}/export`, authorization);
    const afterExport = await memory.stop();
    const rows = batch.rows_answered + batch.rows_refused;
    console.log(
      `${rows.toLocaleString('en')} rows (${batch.rows_refused} refused): scored, stored and audited in ${scoring.toFixed(1)} s, ${perSecond(rows, scoring)}; ` +
        `exported (${(bytes / megabyte).toFixed(0)} MB) in ${exporting.toFixed(1)} s, ${perSecond(rows, exporting)}; ` +
        `resident memory ${memory.before().toFixed(0)} MB before, at most ${afterScoring.toFixed(0)} MB while scoring, ${afterExport.toFixed(0)} MB in all`,
    );
    console.log(`  content hash ${batch.content_hash}`);
  }
  await peer(client);
} finally {
  await client?.end();
  await programs.stop();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function untilReady(url: string, authorization: string): Promise<void> {
  const ready = async (): Promise<boolean> => {
    const headers = { authorization };
    return (await json<{ ready: boolean }>(`${url}/models/loan-amount`, { headers })).ready;
  };
  while (!(await ready())) await sleep(0.5);
}

/** Invented clients: the same in every run. */
async function fillUpTo(client: pg.Client, size: number): Promise<void> {
  await client.query(
    `INSERT INTO clients (age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, loyer_mensuel,
                          anciennete_ans, historique_credits, score_credit)
     SELECT 18 + n % 60, n % 3 = 0, (ARRAY['aucun', 'bac', 'bac+2', 'master', 'doctorat'])[1 + n % 5],
            900 + n * 7919 % 5000, n * 31 % 100 / 100.0, CASE WHEN n % 4 > 0 THEN 200 + n * 53 % 1500 END,
            n * 17 % 300 / 10.0, CASE WHEN n % 5 > 1 THEN n % 6 END, CASE WHEN n % 3 > 0 THEN 300 + n * 13 % 550 END
     FROM generate_series((SELECT count(*) FROM clients) + 1, $1::bigint) AS n`,
    [size],
  );
  await client.query('ANALYZE clients');
}

async function runBatch(url: string, authorization: string): Promise<BatchPredictionDto> {
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ model: 'loan-amount' });
  let batch = await json<BatchPredictionDto>(`${url}/batch-predictions`, { method: 'POST', headers, body });
  while (batch.finished_at === null) {
    await sleep(0.25);
    batch = await json<BatchPredictionDto>(`${url}/batch-predictions/${batch.id}`, { headers });
  }
  if (batch.status !== 'succeeded') throw new Error(`The batch ended as ${JSON.stringify(batch)}`);
  return batch;
}

async function download(url: string, authorization: string): Promise<{ bytes: number; exporting: number }> {
  const begin = performance.now();
  const response = await fetch(url, { headers: { authorization } });
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status}`);
  let bytes = 0;
  for await (const chunk of response.body) bytes += (chunk as Uint8Array).length;
  return { bytes, exporting: (performance.now() - begin) / 1000 };
}

/** Resident memory of the process, sampled four times a second, in megabytes. */
function watchMemory(url: string, authorization: string) {
  const samples: number[] = [];
  let watching = true;
  const watch = (async () => {
    while (watching) {
      const response = await fetch(`${url}/metrics`, { headers: { authorization } });
      const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(await response.text())?.[1];
      if (bytes === undefined) throw new Error('GET /metrics does not tell the resident memory');
      samples.push(Number(bytes) / megabyte);
      await sleep(0.25);
    }
  })();
  // Met by stop(); what else went wrong is told first.
  watch.catch(() => undefined);
  const peak = (): number => Math.max(...samples);
  return {
    before: () => samples[0]!,
    peak,
    stop: async (): Promise<number> => {
      watching = false;
      await watch;
      return peak();
    },
  };
}

/** The champion's own file on columns in memory, 4,096 rows a run, one thread, as the service runs it. */
async function peer(client: pg.Client): Promise<void> {
  const { rows: artefacts } = await client.query<{ content: Buffer }>(
    `SELECT content FROM artefacts JOIN model_versions ON sha256 = artefact_sha256 ORDER BY version DESC LIMIT 1`,
  );
  const { rows } = await client.query<Record<string, number | string | boolean | null>>(
    `SELECT ${features.join(', ')}, sport_licence, niveau_etude FROM clients ORDER BY id LIMIT 4096`,
  );
  const session = await InferenceSession.create(artefacts[0]!.content, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const feeds: Record<string, Tensor> = {
    sport_licence: new Tensor(
      'bool',
      Uint8Array.from(rows, (row) => Number(row['sport_licence'])),
      [rows.length],
    ),
    niveau_etude: new Tensor(
      'string',
      rows.map((row) => String(row['niveau_etude'])),
      [rows.length],
    ),
  };
  for (const name of features)
    feeds[name] = new Tensor(
      'float64',
      Float64Array.from(rows, (row) => Number(row[name] ?? NaN)),
      [rows.length],
    );
  const runs = Math.ceil(most / rows.length);
  const begin = performance.now();
  for (let run = 0; run < runs; run += 1) await session.run(feeds);
  const taken = (performance.now() - begin) / 1000;
  console.log(`onnxruntime-node alone, rows in memory: ${perSecond(runs * rows.length, taken)}`);
}

async function json<Body>(url: string, init: RequestInit): Promise<Body> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
}

function seconds(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}

function perSecond(rows: number, taken: number): string {
  return `${Math.round(rows / taken).toLocaleString('en')} rows per second`;
}

function sleep(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time * 1000));
}
