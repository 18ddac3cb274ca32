// What an explained row costs beside an unexplained one, over HTTP and with its audit record, one call at a time.
// Usage: npm run bench:explain
import { cpus } from 'node:os';
import { clientFeatures } from './client-features.js';
import { StartedPrograms } from './started-programs.js';

const rounds = 5;
const callsPerRound = 300;
const aim = 2;
const families = [
  { algorithm: 'gbdt', hyperparameters: { n_estimators: 200, num_leaves: 31 } },
  { algorithm: 'linear', hyperparameters: {} },
  { algorithm: 'mlp', hyperparameters: {} },
];

const programs = new StartedPrograms();
try {
  const { url, authorization } = await programs.startVeridict();
  const post = async (path: string, body: object, prefer = 'wait=300'): Promise<unknown> => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, prefer },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  console.log(
    `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}; medians of ${callsPerRound} calls`,
  );
  for (const family of families) {
    const trained = (await post('/train', family)) as { model_version: number };
    const path = `/models/loan-amount/versions/${trained.model_version}/predict`;
    const body = { features: JSON.parse(clientFeatures) as object };
    const call = (query: string): Promise<number> => timed(() => post(path + query, body));
    await median(() => call(''));
    const first = await call('?explain=true');
    await median(() => call('?explain=true'));
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const plain = await median(() => call(''));
      const explained = await median(() => call('?explain=true'));
      ratios.push(explained / plain);
      console.log(
        `  ${family.algorithm.padEnd(6)} ${plain.toFixed(2)} ms   explained ${explained.toFixed(2)} ms   ${(explained / plain).toFixed(2)} ×`,
      );
    }
    const ratio = ratios.sort((a, b) => a - b)[rounds >> 1]!;
    const verdict =
      family.algorithm !== 'gbdt' ? '' : `; aim below ${aim} ×: ${ratio < aim ? 'met' : 'missed'}`;
    console.log(
      `  ${family.algorithm.padEnd(6)} median ${ratio.toFixed(2)} ×, the first of the version ${first.toFixed(0)} ms${verdict}`,
    );
  }
} finally {
  await programs.stop();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function median(call: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < callsPerRound; index += 1) times.push(await call());
  return times.sort((a, b) => a - b)[callsPerRound >> 1]!;
}
