// Requests per second of POST /clients/predict (JWT, validation, inference, committed audit record) beside
// a bare Fastify server that parses and echoes the same body, in one run, taking turns.
// Usage: npm run bench:predict
import { cpus } from 'node:os';
import autocannon from 'autocannon';
import { clientFeatures } from './client-features.js';
import { StartedPrograms } from './started-programs.js';

const rounds = 5;
const secondsPerRound = 5;
const connectionCounts = [1, 32];

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

const programs = new StartedPrograms();
let answeredByVeridict = 0;
try {
  const echoUrl = await programs.start(['bench/echo-server.ts']);
  const { url, authorization } = await programs.startVeridict();
  const headers = { 'content-type': 'application/json', authorization };
  const targets = {
    echo: { url: `${echoUrl}/echo`, headers },
    veridict: { url: `${url}/clients/predict`, headers },
  };
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${rounds} rounds of ${secondsPerRound} s each, median`,
  );
  for (const connections of connectionCounts) await compare(targets, connections);
  await proveAudited(url, authorization);
} finally {
  await programs.stop();
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
    body: clientFeatures,
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
async function proveAudited(url: string, authorization: string): Promise<void> {
  const response = await fetch(`${url}/audit/predictions?limit=1&status=answered`, {
    headers: { authorization },
  });
  const { total } = (await response.json()) as { total: number };
  // The load generator drops the answers in flight when a round ends: more records than answers is right.
  if (total < answeredByVeridict)
    throw new Error(`${answeredByVeridict} answers, but only ${total} audit records`);
  console.log(`\n${answeredByVeridict} answers counted, ${total} audit records found`);
}
