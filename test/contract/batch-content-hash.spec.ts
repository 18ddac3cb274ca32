import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { ContentHash, emptyContentHash } from '../../libs/batch-predictions/results/content-hash.js';
import { csvRows, runBatch } from '../support/batches.js';
import { asSuperuser } from '../support/held-table.js';
import { describeWithMlflow, pythonWithMlflow } from '../support/mlflow-server.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';
import { startVisitsServer } from '../support/visits.js';

const run = promisify(execFile);

/** The only block of Python in the documentation, as it stands there. */
async function documentedRecipe(): Promise<string> {
  const page = await readFile('docs/batch-predictions.md', 'utf8');
  const blocks = [...page.matchAll(/^```python\n(.*?)^```$/gms)].map(([, code]) => code!);
  expect(blocks).toHaveLength(1);
  return blocks[0]!;
}

describeWithMlflow('the recipe of the documentation for the content hash, run by Python', () => {
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'veridict-recipe-'));
    await writeFile(
      join(folder, 'recipe.py'),
      `${await documentedRecipe()}\nimport sys\nprint(content_hash(sys.argv[1]))\n`,
    );
    ({ server, database } = await startVisitsServer());
    veridict = await server.adminClient();
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function hashInPython(text: string): Promise<string> {
    const file = join(folder, 'export.csv');
    await writeFile(file, text);
    // -I: with nothing installed, and nothing but the file and Python itself.
    const { stdout } = await run(pythonWithMlflow(), ['-I', '-S', join(folder, 'recipe.py'), file]);
    return stdout.trim();
  }

  it.each(['purchase', 'customer-tier', 'spending'])(
    'gives what the audit keeps of a batch of %s with refused rows and text that a spreadsheet would run',
    async (model) => {
      await asSuperuser(database, `UPDATE visits SET tier = '=cmd()' WHERE tier = 'gold'`);
      const { model_version: version } = await trainNow(veridict, { model });
      await asSuperuser(
        database,
        `UPDATE visits SET source = 'smoke signals' WHERE id % 100 = 7; UPDATE visits SET pages = 'NaN', known = NULL WHERE id = 1500`,
      );
      try {
        const { id, rows_answered, rows_refused } = await runBatch(veridict, { model, version });
        expect([rows_answered, rows_refused]).toEqual([1484, 16]);
        const { data: record } = await veridict.getBatchPredictionRecord({ path: { id } });
        const text = String((await veridict.exportBatchPrediction({ path: { id } })).data);
        expect(await hashInPython(text)).toBe(record.content_hash);
        // One row less, or two that change places, are another content.
        const lines = text.trimEnd().split('\n');
        expect(await hashInPython(`${lines.slice(0, -1).join('\n')}\n`)).not.toBe(record.content_hash);
        const swapped = [lines[0], lines[2], lines[1], ...lines.slice(3)];
        expect(await hashInPython(`${swapped.join('\n')}\n`)).not.toBe(record.content_hash);
      } finally {
        await asSuperuser(
          database,
          `UPDATE visits SET source = 'mail' WHERE source = 'smoke signals'; UPDATE visits SET pages = 3, known = true WHERE id = 1500;
           UPDATE visits SET tier = 'gold' WHERE tier = '=cmd()'`,
        );
      }
    },
  );

  it('gives zeros for a batch of no rows', async () => {
    const { model_version: version } = await trainNow(veridict, { model: 'purchase' });
    await asSuperuser(database, 'CREATE TABLE kept AS SELECT * FROM visits; DELETE FROM visits');
    try {
      const { id, content_hash } = await runBatch(veridict, { model: 'purchase', version });
      const text = String((await veridict.exportBatchPrediction({ path: { id } })).data);
      expect(csvRows(text)).toEqual([]);
      expect(await hashInPython(text)).toBe(content_hash);
    } finally {
      await asSuperuser(database, 'INSERT INTO visits SELECT * FROM kept; DROP TABLE kept');
    }
  });

  it('reads a refusal of a thousand features, which is longer than Python takes cells by default', async () => {
    const problems = Array.from({ length: 1000 }, (_, i) => ({
      field: `é${i}`,
      detail: `must be a number ${'…'.repeat(90)}`,
    }));
    const hash = new ContentHash(emptyContentHash, null);
    hash.add({ position: 1, rowIdentifier: '=7', rowRevision: null, split: null, answer: null, problems });
    const cell = JSON.stringify(problems).replaceAll('"', '""');
    expect(cell.length).toBeGreaterThan(131_072);
    const text = `position,row_identifier,prediction,probability,split,problems\n1,'=7,,,,"${cell}"\n`;
    expect(await hashInPython(text)).toBe(hash.hex);
  });
});
