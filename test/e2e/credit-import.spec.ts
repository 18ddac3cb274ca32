import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { VeridictServer } from '../support/veridict-server.js';

const run = promisify(execFile);
const path = { name: 'customers' };

describe('files of customers', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;
  let folder: string;
  let exported: string;

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'every_model' });
    veridict = await server.adminClient();
    folder = await mkdtemp(join(tmpdir(), 'veridict-customers-'));
    const { data } = await veridict.exportRows({ path, query: { include_sensitive: true } });
    exported = String(data);
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true });
  });

  const probability = async (): Promise<number> =>
    (await veridict.getCustomerScoreCard({ query: { id: 500_001 } })).data.probability;
  const command = (...args: string[]) =>
    run(process.execPath, ['dist/apps/cli/src/main.js', 'import', 'customers', ...args], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: server.database.application,
        MIGRATION_DATABASE_URL: server.database.migration,
        DATA_DIR: folder,
      },
    });

  it('go out as the Home Credit file is, and come in again to the same answers', async () => {
    expect(exported.slice(0, 60)).toMatch(/^SK_ID_CURR,TARGET,NAME_CONTRACT_TYPE,CODE_GENDER,/);
    expect(exported).toContain('"Stone, brick"');
    const before = await probability();
    const { data: report } = await veridict.importRows({ path, query: { mode: 'replace' }, body: exported });
    expect(report).toMatchObject({ rows_imported: 2500, rows_refused: 0, rows_updated: 0, rows_deleted: 0 });
    expect(await probability()).toBe(before);
  });

  it('are refused with line and column, all of them, and nothing is stored', async () => {
    const [header, first] = exported.split('\n') as [string, string];
    const bad = [
      header,
      first.replace(/^500001,[01]?,Cash loans|^500001,[01]?,Revolving loans/, '600001,2,Gift'),
    ];
    await expect(
      veridict.importRows({ path, query: { mode: 'append' }, body: `${bad.join('\n')}\n` }),
    ).rejects.toMatchObject({
      status: 422,
      code: 'import_refused',
      errors: [
        { pointer: expect.stringContaining('TARGET') },
        { pointer: expect.stringContaining('NAME_CONTRACT_TYPE') },
      ],
    });
    expect((await veridict.getDataset({ path })).data.row_count).toBe(2500);
  });

  it('come in from the command line, which says in a sentence what is wrong', async () => {
    const [header, first, second] = exported.split('\n');
    const file = join(folder, 'customers.csv');
    await writeFile(file, `${[header, first, second].join('\n')}\n`);
    const { stdout } = await command(file, '--mode', 'replace');
    expect(stdout).toContain('2 rows read, 0 refused\n0 inserted, 0 updated, 2498 deleted');
    await writeFile(file, `${header}\n${first!.replace(/^500001/, 'nobody')}\n`);
    await expect(command(file)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('SK_ID_CURR'),
    });
    await expect(command(join(folder, 'absent.csv'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('cannot be read'),
    });
    await expect(command(file, '--mode', 'merge')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--mode takes append, upsert, replace'),
    });
  });
});
