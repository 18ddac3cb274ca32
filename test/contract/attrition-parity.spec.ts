import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EmployeeDto, ModelVersionDto, VeridictOperations } from '#libs/sdk';
import { csvRows, resultsOf, runBatch } from '../support/batches.js';
import { hasRealExtracts, realExtracts } from '../support/employee-extracts.js';
import { employeeFeaturesOf } from '../support/employee-features.js';
import { everyEmployee, importExtracts } from '../support/employees.js';
import { eventually } from '../support/eventually.js';
import { asSuperuser } from '../support/held-table.js';
import { describeWithMlflow, MlflowServer } from '../support/mlflow-server.js';
import { PythonSession } from '../support/python-session.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'attrition';
const label = 'a_quitte_l_entreprise';
/** Every employee of the real extracts. */
const count = 1470;
const algorithms = ['linear', 'gbdt', 'mlp'] as const;
const callers = 8;
const slowlyMs = 240_000;

interface FileAnswers {
  readonly sha256: string;
  readonly rows: readonly { readonly probability: number; readonly label: number }[];
}

/** Probability by the employee's number. */
type Probabilities = ReadonlyMap<number, number>;

// They belong to nobody who may publish them: skipped where they are not beside the repository.
const onReal = hasRealExtracts ? it : it.skip;

describeWithMlflow('every employee of the real extracts', () => {
  let mlflow: MlflowServer;
  let server: VeridictServer;
  let veridict: VeridictOperations;
  let python: PythonSession;
  let employees: EmployeeDto[];

  beforeAll(async () => {
    if (!hasRealExtracts) return;
    mlflow = await MlflowServer.start();
    python = new PythonSession(mlflow.url, mlflow.folder);
    server = await VeridictServer.start({
      installation: 'empty',
      environment: { MLFLOW_TRACKING_URI: mlflow.url },
    });
    veridict = await server.adminClient();
    expect((await importExtracts(veridict, realExtracts())).mart).toMatchObject({ inserted: count });
    employees = await everyEmployee(veridict);
  }, slowlyMs);

  afterAll(async () => {
    await python?.end();
    await server?.stop();
    await mlflow?.stop();
  });

  const championOf = async (algorithm: (typeof algorithms)[number]): Promise<ModelVersionDto> => {
    const { model_version: version } = await trainNow(veridict, { model, algorithm });
    const body = { version, reason: 'the one to be compared' };
    await veridict.moveAlias({ path: { model, alias: 'champion' }, body });
    return (await veridict.getModelVersion({ path: { model, version } })).data;
  };

  async function asked(
    ask: (employee: EmployeeDto) => Promise<{ data: { probability?: number } }>,
  ): Promise<Probabilities> {
    const said = new Map<number, number>();
    const queue = [...employees];
    const caller = async (): Promise<void> => {
      for (let employee = queue.pop(); employee; employee = queue.pop())
        said.set(employee.id, (await ask(employee)).data.probability!);
    };
    await Promise.all(Array.from({ length: callers }, caller));
    return said;
  }

  async function inBatch(version: number): Promise<{ results: Probabilities; exported: Probabilities }> {
    const { id, rows_answered, threshold } = await runBatch(veridict, { model, version });
    expect(rows_answered).toBe(count);
    const results = await resultsOf(veridict, id);
    for (const { answer } of results)
      expect(answer!.prediction).toBe(answer!.probability! >= threshold! ? 1 : 0);
    const text = String((await veridict.exportBatchPrediction({ path: { id } })).data);
    expect(text.split('\n')[0]).toBe('position,row_identifier,prediction,probability,split,problems');
    return {
      results: new Map(
        results.map(({ row_identifier, answer }) => [Number(row_identifier), answer!.probability!]),
      ),
      exported: new Map(
        csvRows(text).map((row) => [Number(row['row_identifier']), Number(row['probability'])]),
      ),
    };
  }

  async function fromTheFile({ version, sha256 }: ModelVersionDto): Promise<Probabilities> {
    await eventually(async () => {
      const { deliveries } = (await veridict.getMlflowStatus()).data;
      if (deliveries.refused > 0) throw new Error('MLflow refused a delivery');
      return deliveries.pending === 0;
    }, slowlyMs);
    const uri = `models:/${model}/${version}`;
    const rows = employees.map((employee) => employeeFeaturesOf(employee));
    const said = await python.ask<FileAnswers>('run_file', { uri, rows });
    expect(said.sha256).toBe(sha256);
    return new Map(said.rows.map(({ probability }, row) => [employees[row]!.id, probability]));
  }

  onReal.each(algorithms)(
    'gets one probability of %s: by POST, by GET, in a batch, in its export, and in Python from the ONNX file',
    async (algorithm) => {
      const version = await championOf(algorithm);
      const byBody = await asked((employee) =>
        veridict.predictAttrition({ body: employeeFeaturesOf(employee) }),
      );
      const byNumber = await asked(({ id }) => veridict.predictAttritionById({ path: { id_employee: id } }));
      const { results, exported } = await inBatch(version.version);
      const inPython = await fromTheFile(version);
      for (const { id } of employees)
        expect([byNumber, results, exported].map((said) => said.get(id))).toEqual(
          Array<number>(3).fill(byBody.get(id)!),
        );
      const differences = employees.map(({ id }) => Math.abs(inPython.get(id)! - byBody.get(id)!));
      for (const said of [byBody, byNumber, results, exported, inPython]) expect(said.size).toBe(count);
      expect(new Set(byBody.values()).size).toBeGreaterThan(count / 2);
      console.log(
        `${algorithm}: ${count} employees; POST, GET, batch and export alike to the last bit; ONNX Runtime in Python differs by at most ${Math.max(...differences)}, ${differences.filter((one) => one === 0).length} not at all`,
      );
      expect(Math.max(...differences)).toBeLessThan(1e-9);
    },
    slowlyMs,
  );

  onReal('leaves a record without the label, however the answer was asked for', async () => {
    const tables = await asSuperuser<{ name: string }>(
      server.database,
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'audit' ORDER BY 1`,
    );
    expect(tables.map(({ name }) => name)).toEqual(['batch_predictions', 'events', 'predictions']);
    for (const { name } of tables) {
      const [{ records, naming }] = (await asSuperuser<{ records: number; naming: number }>(
        server.database,
        `SELECT count(*)::int AS records, (count(*) FILTER (WHERE record::text ILIKE '%${label}%'))::int AS naming
         FROM audit.${name} AS record`,
      )) as [{ records: number; naming: number }];
      expect({ name, naming }).toEqual({ name, naming: 0 });
      expect(records).toBeGreaterThanOrEqual(
        name === 'predictions' ? 2 * count * algorithms.length : algorithms.length,
      );
    }
    const { data: champion } = await veridict.getModelVersion({
      path: { model, version: (await veridict.getModel({ path: { model } })).data.aliases[0]!.version },
    });
    const names = champion.features.map((feature) => feature.name);
    const seen = await asSuperuser<{ columns: string[] }>(
      server.database,
      `SELECT DISTINCT ARRAY(SELECT jsonb_object_keys(inputs) AS key ORDER BY key) AS columns FROM audit.predictions`,
    );
    expect(seen).toEqual([{ columns: [...names].sort() }]);
    expect(names).not.toContain(label);
  });
});
