import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeMlflowServer } from './testing/fake-mlflow-server.js';

const run = promisify(execFile);
const repository = process.cwd();
const source = join(repository, 'libs/mlflow-ts-client');

describe('the npm package mlflow-ts-client', () => {
  let folder: string;
  let server: FakeMlflowServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlflow-ts-client-'));
    server = await FakeMlflowServer.started();
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('builds alone, with the examples of its README, and they run in plain Node', async () => {
    const isPackaged = (path: string) => !/\.spec\.ts$|\/(?:testing|dist|node_modules)$/.test(path);
    await cp(source, folder, { recursive: true, filter: isPackaged });
    await writeFile(join(folder, 'examples.ts'), await examples());
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: './tsconfig.package.json', include: ['index.ts', 'examples.ts'] }),
    );
    const compiler = join(repository, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [compiler, '-p', folder], { cwd: folder });

    const { stdout } = await run(process.execPath, [join(folder, 'dist/examples.js')], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '' },
    });
    const [stored] = server.state.runs.values();
    expect(stored).toMatchObject({ status: 'FINISHED', runName: 'nightly' });
    expect(stored?.params.get('algorithm')).toBe('gbdt');
    expect(stored?.metrics).toHaveLength(3);
    expect([...server.state.artifacts.keys()].map((path) => path.split('/').at(-1)).sort()).toEqual([
      'MLmodel',
      'card.md',
    ]);
    expect(server.state.registeredModels.get('loan-amount')?.aliases.get('champion')).toBe('1');
    expect(stdout).toContain(stored?.runId);
    expect(stdout).toContain('404 refused false');
  });

  it('names what it ships and needs: its build, its licence, no package at run time', async () => {
    const manifest = await manifestOf(source);
    expect(manifest).toMatchObject({
      name: 'mlflow-ts-client',
      license: 'MIT',
      type: 'module',
      files: ['dist'],
    });
    expect(manifest).not.toHaveProperty('dependencies');
    const { devDependencies = {} } = await manifestOf(repository);
    expect(devDependencies).toMatchObject(manifest.devDependencies ?? {});
    const licence = await readFile(join(source, 'LICENSE'), 'utf8');
    expect(licence).toBe(await readFile(join(repository, 'LICENSE'), 'utf8'));
  });

  async function manifestOf(directory: string): Promise<{ devDependencies?: Record<string, string> }> {
    return JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as object;
  }

  /** The blocks of the README one after the other, as somebody would paste them, with our server's address. */
  async function examples(): Promise<string> {
    const readme = await readFile(join(source, 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block ?? '');
    expect(blocks).toHaveLength(4);
    return blocks.join('\n').replaceAll('http://localhost:5000', server.trackingUri);
  }
});
