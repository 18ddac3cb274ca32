// Requests per second of POST /clients/predict (JWT, validation, inference, committed audit record) beside
// a bare Fastify server that parses and echoes the same body, in one run, taking turns.
// Usage: npm run bench:predict
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';

const rounds = 5;
const secondsPerRound = 5;
const connectionCounts = [1, 32];
const credentials = { email: 'bench@example.org', password: 'long enough for a benchmark' };
const features = {
  age: 42,
  sport_licence: false,
  niveau_etude: 'master',
  revenu_estime_mois: 3200,
  risque_personnel: 0.31,
  loyer_mensuel: 950,
  anciennete_ans: 3.4,
  historique_credits: 2,
  score_credit: 640,
};
const body = JSON.stringify(features);

interface Target {
  readonly url: string;
  readonly headers: Record<string, string>;
}
interface Figures {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly errors: number;
  readonly answered: number;
}

const dataDir = await mkdtemp(join(tmpdir(), 'veridict-bench-'));
// The embedded PostgreSQL runs under another account when this runs as root.
await chmod(dataDir, 0o755);
const children: ChildProcess[] = [];
let answeredByVeridict = 0;
try {
  const echoUrl = await startAndFindAddress(['bench/echo-server.ts'], {});
  const veridictUrl = await startAndFindAddress(['dist/apps/cli/src/main.js', 'start'], {
    DATA_DIR: dataDir,
    PORT: '0',
    ADMIN_EMAIL: credentials.email,
    ADMIN_PASSWORD: credentials.password,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
  });
  const token = await signIn(veridictUrl);
  const json = { 'content-type': 'application/json' };
  const targets = {
    echo: { url: `${echoUrl}/echo`, headers: { ...json, authorization: `Bearer ${token}` } },
    veridict: {
      url: `${veridictUrl}/clients/predict`,
      headers: { ...json, authorization: `Bearer ${token}` },
    },
  };
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${rounds} rounds of ${secondsPerRound} s each, median`,
  );
  for (const connections of connectionCounts) await compare(targets, connections);
  await proveAudited(veridictUrl, token);
} finally {
  for (const child of children) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exited;
  }
  await rm(dataDir, { recursive: true, force: true });
}

async function compare(targets: { echo: Target; veridict: Target }, connections: number): Promise<void> {
  await measure(targets.veridict, connections, 2);
  const results: Record<'echo' | 'veridict', Figures[]> = { echo: [], veridict: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of ['echo', 'veridict'] as const)
      results[name].push(await measure(targets[name], connections, secondsPerRound));
  }
  const echo = medians(results.echo);
  const veridict = medians(results.veridict);
  console.log(`\n${connections} connection${connections === 1 ? '' : 's'}`);
  print('bare Fastify echo', echo);
  print('POST /clients/predict', veridict);
  console.log(`  ratio                  ${(veridict.requestsPerSecond / echo.requestsPerSecond).toFixed(3)}`);
}

async function measure(target: Target, connections: number, seconds: number): Promise<Figures> {
  const result = await autocannon({
    url: target.url,
    method: 'POST',
    headers: target.headers,
    body,
    connections,
    duration: seconds,
  });
  if (target.url.endsWith('/clients/predict')) answeredByVeridict += result['2xx'];
  return {
    requestsPerSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    errors: result.errors + result.non2xx,
    answered: result['2xx'],
  };
}

function medians(figures: readonly Figures[]): Figures {
  const median = (name: keyof Figures): number =>
    figures.map((figure) => figure[name]).sort((a, b) => a - b)[Math.floor(figures.length / 2)]!;
  return {
    requestsPerSecond: median('requestsPerSecond'),
    p50Ms: median('p50Ms'),
    p99Ms: median('p99Ms'),
    errors: figures.reduce((sum, figure) => sum + figure.errors, 0),
    answered: median('answered'),
  };
}

function print(name: string, { requestsPerSecond, p50Ms, p99Ms, errors }: Figures): void {
  console.log(
    `  ${name.padEnd(22)} ${requestsPerSecond.toFixed(0).padStart(6)} requests/s   p50 ${p50Ms} ms   p99 ${p99Ms} ms   errors ${errors}`,
  );
}

/** A fast answer without its record would be no answer. */
async function proveAudited(url: string, token: string): Promise<void> {
  const response = await fetch(`${url}/audit/predictions?limit=1&status=answered`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { total } = (await response.json()) as { total: number };
  // The load generator drops the answers in flight when a round ends: more records than answers is right.
  if (total < answeredByVeridict)
    throw new Error(`${answeredByVeridict} answers, but only ${total} audit records`);
  console.log(`\n${answeredByVeridict} answers counted, ${total} audit records found`);
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/auth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      username: credentials.email,
      password: credentials.password,
    }),
  });
  if (!response.ok) throw new Error(`Sign-in failed: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}

function startAndFindAddress(args: readonly string[], environment: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    let output = '';
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with code ${code}\n${output}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length < 100_000) output += chunk.toString();
      const address = /answers at (http:\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    });
  });
}
