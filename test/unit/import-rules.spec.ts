import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { layers } from '../../.dependency-cruiser.mjs';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');

interface Violation {
  readonly file: string;
  readonly rule: string;
}

/** A tree in miniature in which every allowed direction is used, by the rules and settings of the real one. */
const cleanTree: Readonly<Record<string, string>> = {
  'libs/platform/index.ts': `export * from './clock.js';`,
  'libs/platform/clock.ts': `export const now = 1;`,
  'libs/platform/clock.spec.ts': `import '@jest/globals'; import './clock.js';`,
  'libs/database/index.ts': `export * from './pool.js';`,
  'libs/database/pool.ts': `import pg from 'pg'; import { now } from '#libs/platform'; export const pool = [pg, now];`,
  'libs/threads/index.ts': `import pg from 'pg'; export const threads = pg;`,
  'libs/jobs/index.ts': `import { pool } from '#libs/database'; export const queue = pool;`,
  'libs/ml/index.ts': `export * from './mean.js';`,
  'libs/ml/mean.ts': `export const mean = 0;`,
  'libs/ml/testing/table.ts': `import { test } from 'fast-check'; export const table = test;`,
  'libs/models/index.ts': `import { mean } from '#libs/ml'; import '#libs/datasets'; export const model = mean;`,
  'libs/datasets/index.ts': `export const dataset = 1;`,
  'libs/prediction/index.ts': `import { model } from '#libs/models'; export const prediction = model;`,
  'libs/training/index.ts': `import { queue } from '#libs/jobs'; import { model } from '#libs/models'; export const training = [model, queue];`,
  'apps/api/src/feature-modules.ts': `import { prediction } from '#libs/prediction'; export const features = [prediction];`,
  'apps/api/src/main.ts': `import './feature-modules.js';`,
  'apps/worker/src/main.ts': `import '../../api/src/feature-modules.js';`,
  'apps/cli/src/main.ts': `import '../../api/src/main.js'; import '../../../migrations/1-first.js';`,
  'migrations/1-first.ts': `import type { QueryRunner } from 'typeorm'; export type Runner = QueryRunner;`,
};

const forbidden: readonly { what: string; file: string; source: string; rule: string }[] = [
  {
    what: 'an import upwards',
    file: 'libs/platform/upward.ts',
    source: `import '#libs/database';`,
    rule: 'layers-platform',
  },
  {
    what: 'an import upwards of nothing but a type',
    file: 'libs/database/upward.ts',
    source: `import type { model } from '#libs/models'; export type Upward = typeof model;`,
    rule: 'layers-database',
  },
  {
    what: 'an import sideways',
    file: 'libs/prediction/sideways.ts',
    source: `import '#libs/training';`,
    rule: 'layers-prediction',
  },
  {
    what: 'what a job does in the queue',
    file: 'libs/jobs/upward.ts',
    source: `import '#libs/training';`,
    rule: 'layers-jobs',
  },
  {
    what: 'a library under what threads load',
    file: 'libs/threads/upward.ts',
    source: `import '#libs/database';`,
    rule: 'layers-threads',
  },
  {
    what: 'training in batch predictions',
    file: 'libs/batch-predictions/sideways.ts',
    source: `import '#libs/training';`,
    rule: 'layers-batch-predictions',
  },
  {
    what: 'an import past the index of a library',
    file: 'libs/database/deep.ts',
    source: `import '../platform/clock.js';`,
    rule: 'only-through-index',
  },
  {
    what: 'an import past the index of a library from an application',
    file: 'apps/api/src/deep.ts',
    source: `import '../../../libs/platform/clock.js';`,
    rule: 'only-through-index',
  },
  {
    what: 'an import of a library by a relative path',
    file: 'libs/database/relative.ts',
    source: `import '../platform/index.js';`,
    rule: 'only-by-name',
  },
  {
    what: 'a package in ml',
    file: 'libs/ml/package.ts',
    source: `import 'uuid';`,
    rule: 'pure-libraries',
  },
  {
    what: 'Node itself in ml',
    file: 'libs/ml/node.ts',
    source: `import 'node:crypto';`,
    rule: 'pure-libraries',
  },
  {
    what: 'test support of ml in ml',
    file: 'libs/ml/support.ts',
    source: `export * from './testing/table.js';`,
    rule: 'test-support-stays-in-tests',
  },
  {
    what: 'a library that has no place in the layers',
    file: 'libs/newcomer/index.ts',
    source: `import '#libs/platform';`,
    rule: 'unknown-library',
  },
  {
    what: 'an application in a library',
    file: 'libs/prediction/application.ts',
    source: `import '../../apps/api/src/main.js';`,
    rule: 'libraries-know-no-application',
  },
  {
    what: 'HTTP in the worker',
    file: 'apps/worker/src/http.ts',
    source: `import '../../api/src/main.js';`,
    rule: 'worker-is-the-api-minus-http',
  },
  {
    what: 'the worker in the api',
    file: 'apps/api/src/worker.ts',
    source: `import '../../worker/src/main.js';`,
    rule: 'api-stands-alone',
  },
  {
    what: 'a library in a migration',
    file: 'migrations/2-second.ts',
    source: `import '#libs/platform';`,
    rule: 'migrations-stand-alone',
  },
  {
    what: 'a cycle',
    file: 'libs/platform/cycle-back.ts',
    source: `import './cycle.js';`,
    rule: 'no-cycles',
  },
  {
    what: 'a development package in a library',
    file: 'libs/platform/development.ts',
    source: `import 'fast-check';`,
    rule: 'no-development-packages',
  },
  {
    what: 'a package that package.json does not name',
    file: 'libs/platform/undeclared.ts',
    source: `import 'picomatch';`,
    rule: 'declared-packages',
  },
  {
    what: 'an import that leads nowhere',
    file: 'libs/platform/nowhere.ts',
    source: `import './gone.js';`,
    rule: 'resolvable',
  },
];

describe('the import rules', () => {
  let tree: string;
  let inCleanTree: Violation[];
  let inPlantedTree: Violation[];

  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'veridict-imports-'));
    for (const file of ['.dependency-cruiser.mjs', 'package.json', 'tsconfig.json'])
      await cp(join(repository, file), join(tree, file));
    await symlink(join(repository, 'node_modules'), join(tree, 'node_modules'));
    for (const [file, source] of Object.entries(cleanTree)) await write(file, source);
    inCleanTree = await violations();
    for (const { file, source } of forbidden) await write(file, source);
    await write('libs/platform/cycle.ts', `import './cycle-back.js';`);
    inPlantedTree = await violations();
  }, 60_000);

  afterAll(() => rm(tree, { recursive: true, force: true }));

  it('accept a tree that keeps them', () => {
    expect(inCleanTree).toEqual([]);
  });

  // Exactly one rule each, so that what is printed is the reason that fits.
  it.each(forbidden)('refuse $what', ({ file, rule }) => {
    expect(inPlantedTree.filter((violation) => violation.file === file)).toEqual([{ file, rule }]);
  });

  it('give every library of this repository a place', async () => {
    const libraries = await readdir(join(repository, 'libs'));
    expect(Object.keys(layers)).toEqual(expect.arrayContaining(libraries));
  });

  async function write(file: string, source: string): Promise<void> {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await writeFile(join(tree, file), `${source}\n`);
  }

  async function violations(): Promise<Violation[]> {
    const output = await run(
      process.execPath,
      [
        join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
        '--output-type=json',
        'apps',
        'libs',
        'migrations',
      ],
      { cwd: tree, env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 64 * 1024 * 1024 },
    ).then(
      ({ stdout }) => stdout,
      // It exits with the number of violations.
      (error: { stdout: string }) => error.stdout,
    );
    const report = JSON.parse(output) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    return report.summary.violations.map(({ from, rule }) => ({ file: from, rule: rule.name }));
  }
});
