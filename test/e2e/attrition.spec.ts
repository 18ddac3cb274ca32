import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmployeeImportReportDto, VeridictOperations } from '#libs/sdk';
import { sampleExtracts } from '#libs/employees';
import {
  type Extracts,
  hasRealExtracts,
  realExtracts,
  sirhHeader,
  sirhRow,
} from '../support/employee-extracts.js';
import { employeeFeaturesOf } from '../support/employee-features.js';
import { everyEmployee, importExtracts } from '../support/employees.js';
import { asSuperuser } from '../support/held-table.js';
import { manyPredictions, onePrediction } from '../support/loan-features.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const run = promisify(execFile);
const model = 'attrition';
const label = 'a_quitte_l_entreprise';

class Installation {
  server!: VeridictServer;
  veridict!: VeridictOperations;
  report!: EmployeeImportReportDto;

  async start(extracts: Extracts): Promise<void> {
    this.server = await VeridictServer.start({ installation: 'empty' });
    this.veridict = await this.server.adminClient();
    this.report = await importExtracts(this.veridict, extracts);
  }
}

const installations = [
  { name: 'generated', there: true, extracts: () => sampleExtracts(300), count: 300, auc: [0.6, 0.95] },
  { name: 'real', there: hasRealExtracts, extracts: realExtracts, count: 1470, auc: [0.72, 0.92] },
] as const;

describe.each(installations)('attrition on the $name extracts', ({ there, extracts, count, auc }) => {
  const withExtracts = there ? it : it.skip;
  const here = new Installation();

  beforeAll(() => (there ? here.start(extracts()) : undefined));
  afterAll(() => here.server?.stop());

  withExtracts(`makes ${count} employees of three files`, async () => {
    expect(here.report).toMatchObject({ rows_refused: 0, mart: { inserted: count, total: count } });
    expect((await here.veridict.countEmployees()).data.count).toBe(count);
  });

  withExtracts('trains a version that says who leaves, neither by chance nor by a leak', async () => {
    const result = await trainNow(here.veridict, { model });
    const { data: version } = await here.veridict.getModelVersion({
      path: { model, version: result.model_version },
    });
    console.log(`attrition, ${count} employees: held-out AUC ${version.metrics['auc']!.toFixed(3)}`);
    expect(version.metrics['auc']).toBeGreaterThan(auc[0]);
    expect(version.metrics['auc']).toBeLessThan(auc[1]);
    expect(version.features.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['genre']));
    expect(JSON.stringify(version.features)).not.toContain(label);
    expect(Object.keys(version.learnt)).toEqual(['mean(revenu_mensuel, poste)']);
  });

  withExtracts(
    'gives every employee exactly the same probability by number and by body',
    async () => {
      const employees = await everyEmployee(here.veridict);
      const byId = new Map<number, number>();
      const queue = [...employees];
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let employee = queue.pop(); employee; employee = queue.pop()) {
            const { id } = employee;
            const [stored, described] = await Promise.all([
              here.veridict.predictEmployeeById({ path: { id } }),
              here.veridict.predictEmployee({ body: employeeFeaturesOf(employee) }),
            ]);
            expect(Object.is(stored.data.probability, described.data.probability)).toBe(true);
            byId.set(id, stored.data.probability!);
          }
        }),
      );
      expect(byId.size).toBe(count);
      const instances = employees.map((employee) => ({ ...employeeFeaturesOf(employee) }));
      for (let from = 0; from < count; from += 500) {
        const rows = instances.slice(from, from + 500);
        const answers = manyPredictions(
          await here.veridict.predict({ path: { model }, body: { instances: rows } }),
        );
        answers.forEach(({ probability }, i) => expect(probability).toBe(byId.get(employees[from + i]!.id)));
      }
      const one = await here.veridict.predict({ path: { model }, body: { features: instances[0]! } });
      expect(onePrediction(one).probability).toBe(byId.get(employees[0]!.id));
    },
    240_000,
  );

  withExtracts('never lets the label into the audit, nor into an answer', async () => {
    const { data: employees } = await here.veridict.listEmployees({ query: { limit: 1 } });
    const { id } = employees.items[0]!;
    const { data: answer } = await here.veridict.predictEmployeeById({
      path: { id },
      query: { explain: true },
    });
    expect(JSON.stringify(answer)).not.toContain(label);
    // A caller who sends it is refused; the name of the field is kept, its value nowhere.
    const planted = { ...employeeFeaturesOf(employees.items[0]!), [label]: 'planted-label' };
    await expect(here.veridict.predictEmployee({ body: planted })).rejects.toMatchObject({
      status: 422,
    });
    const records = await asSuperuser<{ record: string }>(
      here.server.database,
      `SELECT (to_jsonb(p) - 'error_fields')::text AS record FROM audit.predictions p`,
    );
    expect(records.length).toBeGreaterThan(count);
    expect(records.filter(({ record }) => record.includes(label) || record.includes('planted'))).toEqual([]);
    const events = await asSuperuser<{ record: string }>(
      here.server.database,
      `SELECT to_jsonb(e)::text AS record FROM audit.events e WHERE action <> 'training.requested'`,
    );
    expect(events.filter(({ record }) => /planted|"Oui"|true, "a_quitte/.test(record))).toEqual([]);
  });

  withExtracts('accepts marks of 0 as the predecessor documents them, with a warning', async () => {
    const employee = (await everyEmployee(here.veridict))[0]!;
    const body = {
      ...employeeFeaturesOf(employee),
      note_evaluation_actuelle: 0,
      note_evaluation_precedente: 0,
    };
    const { data } = await here.veridict.predictEmployee({ body });
    expect(data.warnings.filter((warning) => warning.includes('outside the range'))).toHaveLength(2);
    const {
      annee_experience_totale: _a,
      annees_dans_le_poste_actuel: _b,
      note_evaluation_actuelle: _c,
      niveau_hierarchique_poste: _d,
      annees_sous_responsable_actuel: _e,
      ...required
    } = employeeFeaturesOf(employee);
    const { data: shorter } = await here.veridict.predictEmployee({ body: required });
    expect(shorter.warnings.filter((warning) => warning.includes('left out'))).toHaveLength(5);
    const refused = here.veridict.predictEmployee({
      body: { ...required, satisfaction_employee_equipe: 9, age: -1 },
    });
    await expect(refused).rejects.toMatchObject({ status: 422 });
  });
});

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('a large extract', () => {
  onLinux(
    'of 200,000 rows is imported in memory that hardly grows, and its progress is logged',
    async () => {
      const server = await VeridictServer.start({ installation: 'empty' });
      try {
        const token = await server.signIn();
        const peakMiB = async (): Promise<number> => {
          const status = await readFile(`/proc/${server.process.pid}/status`, 'utf8');
          return Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024;
        };
        const before = await peakMiB();
        const response = await fetch(`${server.url}/employees/import`, {
          method: 'POST',
          body: Readable.toWeb(Readable.from(largeForm(200_000))) as ReadableStream,
          headers: {
            'content-type': 'multipart/form-data; boundary=x',
            authorization: `Bearer ${token}`,
          },
          duplex: 'half',
        });
        expect(await response.json()).toMatchObject({
          rows_read: 200_000,
          raw: { inserted: 200_000 },
          incomplete: { total: 200_000, missing: { eval: 200_000 } },
        });
        expect((await peakMiB()) - before).toBeLessThan(150);
        expect(server.log).toMatch(/raw\.extrait_sirh.*"rows_read":1/);
      } finally {
        await server.stop();
      }
    },
    240_000,
  );
});

function* largeForm(count: number): Generator<Buffer> {
  yield Buffer.from('--x\r\ncontent-disposition: form-data; name="sirh"; filename="big.csv"\r\n\r\n');
  yield Buffer.from(`${sirhHeader}\n`);
  for (let from = 0; from < count; from += 500) {
    const block = Array.from({ length: 500 }, (_, index) => sirhRow(from + index + 1)).join('\n');
    yield Buffer.from(`${block}\n`);
  }
  yield Buffer.from('\r\n--x--\r\n');
}

describe('veridict import employees', () => {
  it('imports the extracts from the command line, and says in a sentence what is wrong', async () => {
    const server = await VeridictServer.start({ installation: 'empty' });
    const folder = await mkdtemp(join(tmpdir(), 'veridict-extracts-'));
    const command = (...args: string[]) =>
      run(process.execPath, ['dist/apps/cli/src/main.js', 'import', 'employees', ...args], {
        env: {
          PATH: process.env['PATH'],
          DATABASE_URL: server.database.application,
          MIGRATION_DATABASE_URL: server.database.migration,
          DATA_DIR: folder,
        },
      });
    try {
      const extracts = sampleExtracts(30);
      const options: string[] = [];
      for (const [name, text] of Object.entries(extracts)) {
        await writeFile(join(folder, `${name}.csv`), text);
        options.push(`--${name}`, join(folder, `${name}.csv`));
      }
      const { stdout, stderr } = await command(...options);
      expect(stdout).toContain('mart     30 inserted, 0 updated, 0 unchanged; 30 employees');
      expect(stderr).toContain('rows read');
      const veridict = await server.adminClient();
      expect((await veridict.countEmployees()).data.count).toBe(30);
      await writeFile(join(folder, 'bad.csv'), extracts.sirh.replace(/^1,\d+/m, '1,7'));
      await expect(command('--sirh', join(folder, 'bad.csv'))).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('/sirh/line/2/age  must be a whole number from 16 to 100'),
      });
      await expect(command()).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('--sirh <file>'),
      });
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
