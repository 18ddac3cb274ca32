import { spawn } from 'node:child_process';

/** What a process is asked for: one fit on one split. */
export interface FitRequest {
  readonly peer: string;
  /** Of the column files, see `writeTable`. */
  readonly folder: string;
  /** The rows of this fold are held out. */
  readonly fold: number;
  readonly threads: number;
  readonly settings: Readonly<Record<string, unknown>>;
  /** File to write the held-out rows' answers to: float64, in the order of the rows. */
  readonly answers: string;
}

/** What the process says of itself. */
export interface FitAnswer {
  /** From rows in memory to a fitted model; binning included. */
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
  readonly cpuSeconds: number;
  /** Most memory resident before the rows were read, and in all; null where the system does not tell. */
  readonly startBytes: number | null;
  readonly peakBytes: number | null;
  readonly version: string;
}

export interface FitMeasurement extends FitAnswer {
  /** From the start of the process to its end: loading, reading, fitting, scoring. */
  readonly processSeconds: number;
}

/** Starts a fresh process for one fit and times it as a whole. */
export async function fitInFreshProcess(
  [program, ...args]: readonly [string, ...string[]],
  request: FitRequest,
): Promise<FitMeasurement> {
  const threads = String(request.threads);
  const begin = performance.now();
  const child = spawn(program, [...args, JSON.stringify(request)], {
    // Libraries that take no number of threads ask OpenMP or BLAS.
    env: { ...process.env, OMP_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const processSeconds = (performance.now() - begin) / 1000;
  if (code !== 0) throw new Error(`${request.peer} ended with code ${code}\n${errors || output}`);
  return { ...(JSON.parse(output) as FitAnswer), processSeconds };
}
