import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { DomainError, type FieldProblem } from '#libs/platform';
import {
  foreignAnswers,
  foreignColumns,
  foreignFile,
  foreignRows,
} from '../../libs/ml/testing/foreign-models/foreign-models.js';
import type { CheckedFile, FileCheck } from '../../libs/training/imports/check/checked-file.js';
import { checkInProcess, type CheckOptions } from '../../libs/training/imports/check/check-in-process.js';

const { age, income, debt, city } = foreignColumns;
/** The built module: a process knows nothing of Jest's way with TypeScript. */
const program = new URL('../../dist/libs/training/imports/check/check-child.js', import.meta.url);
const hostileFolder = join(import.meta.dirname, '../../libs/ml/testing/hostile-models');
const hostileFile = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(hostileFolder, `${name}.onnx`)));
const unlimited = new AbortController().signal;

function check(
  file: Uint8Array,
  changes: Partial<FileCheck> = {},
  options: CheckOptions = {},
  signal = unlimited,
) {
  const whole: FileCheck = {
    task: 'regression',
    features: [age],
    classes: [],
    metadata: {},
    threshold: undefined,
    table: foreignRows(),
    ...changes,
  };
  const answers = whole.table.rowCount * Math.max(1, whole.classes.length);
  return checkInProcess({ file, check: serialize(whole), answers }, signal, { program, ...options });
}

async function problemsOf(checking: Promise<CheckedFile>): Promise<readonly FieldProblem[]> {
  const error: unknown = await checking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DomainError && error.code === 'model_file_refused') return error.problems;
  throw new Error('The file was not refused', { cause: error });
}

describe('a file in the checking process', () => {
  it('is adapted and answers every row', async () => {
    const { answers, features, algorithm, threshold } = await check(foreignFile('logistic_tensor'), {
      task: 'binary',
      features: [age, income, debt, city],
    });
    const given = foreignAnswers.models['logistic_tensor']!.outputs['probabilities'] as number[][];
    expect(Array.from(answers)).toEqual(given.map((row) => row[1]));
    expect({ features, algorithm, threshold }).toEqual({
      features: ['age', 'income', 'debt', 'city'],
      algorithm: null,
      threshold: 0.5,
    });
  });

  it.each([
    ['not_a_number', '/file/outputs', /^\d+ of 12 answers .* are no finite numbers/],
    [
      'one_for_all',
      '/file/outputs/prediction',
      /^has the shape \[1\] for 12 rows; expected is one value per row/,
    ],
    ['two_each', '/file/outputs/prediction', /^has the shape \[24\] for 12 rows/],
    ['company', '/file/outputs', /answers a row differently when other rows stand beside it/],
    ['chance', '/file/nodes/RandomUniformLike', /answers by chance/],
    ['foreign_domain', '/file/nodes/Gelu', /is of the domain com.microsoft; only ai.onnx and ai.onnx.ml/],
    ['unknown_operator', '/file', /ONNX Runtime cannot load the graph: .*NoSuchOperator/],
    ['reads_nothing_made', '/file', /ONNX Runtime cannot load the graph/],
    ['fails_on_rows', '/file', /ONNX Runtime fails in the node GatherND/],
    ['huge', '/file', /memory|ONNX Runtime/],
  ])('is refused with the reason when it is wrong: %s', async (name, pointer, detail) => {
    const problems = await problemsOf(check(hostileFile(name)));
    expect(problems).toEqual([{ pointer, detail: expect.stringMatching(detail) }]);
  });

  it('tells no value of a row when it fails on one', async () => {
    const [problem] = await problemsOf(check(hostileFile('fails_on_rows')));
    for (const value of foreignAnswers.rows['age']!) expect(problem!.detail).not.toContain(String(value));
  });

  it('is ended when it loops for ever', async () => {
    const limits = { timeMs: 4_000, residentBytes: 2_000_000_000 };
    const [problem] = await problemsOf(check(hostileFile('endless'), {}, { limits }));
    expect(problem!.detail).toBe('takes longer than 4 s to be loaded and to answer our held-out rows');
  });

  it('is ended when it eats memory', async () => {
    const limits = { timeMs: 30_000, residentBytes: 500_000_000 };
    const [problem] = await problemsOf(check(hostileFile('growing'), {}, { limits }));
    expect(problem!.detail).toMatch(/^needs more than 500 MB of memory/);
  });

  it('takes nobody along when it crashes the runtime', async () => {
    const [problem] = await problemsOf(
      check(
        hostileFile('endless'),
        {},
        { onStart: (child) => child.stdio[4]!.once('data', () => child.kill('SIGSEGV')) },
      ),
    );
    expect(problem!.detail).toBe('makes ONNX Runtime crash (SIGSEGV)');
  });

  it('is given up when nobody waits for it any more', async () => {
    const gone = new AbortController();
    let hasEnded: Promise<unknown> = Promise.resolve();
    const checking = check(
      hostileFile('endless'),
      {},
      {
        onStart: (child) => {
          hasEnded = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
          child.stdio[4]!.once('data', () => gone.abort(new Error('gone')));
        },
      },
      gone.signal,
    );
    await expect(checking).rejects.toThrow('gone');
    expect(await hasEnded).toBe('SIGKILL');
  });

  it('sees nothing of our environment', async () => {
    process.env['VERIDICT_TEST_SECRET'] = 'secret';
    let environment = '';
    await check(
      foreignFile('old_constants'),
      {},
      {
        onStart: (child) =>
          child.stdio[4]!.once('data', () => {
            environment = readEnvironment(child.pid!);
          }),
      },
    );
    delete process.env['VERIDICT_TEST_SECRET'];
    expect(environment).not.toContain('secret');
  });

  it('is no fault of the file when the process does not start', async () => {
    await expect(
      check(foreignFile('old_constants'), {}, { program: new URL('file:///no/such.js') }),
    ).rejects.toThrow(/^The checking process did not start/);
  });
});

/** Linux shows it; elsewhere there is nothing to look at. */
function readEnvironment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
