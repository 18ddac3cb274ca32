import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleExtracts } from '#libs/employees';
import type { BatchPredictionDto, EmployeeDto, PredictionDto, VeridictOperations } from '#libs/sdk';
import { csvRows, resultsOf, runBatch } from '../support/batches.js';
import { areaUnderRoc, isHeldOut } from '../support/held-out.js';
import { hasRealExtracts, realExtracts } from '../support/employee-extracts.js';
import { employeeFeaturesOf } from '../support/employee-features.js';
import { everyEmployee, importExtracts } from '../support/employees.js';
import { asSuperuser } from '../support/held-table.js';
import { manyPredictions } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'attrition';
const label = 'a_quitte_l_entreprise';
const onReal = hasRealExtracts ? it : it.skip;

let server: VeridictServer;
let veridict: VeridictOperations;
let employees: EmployeeDto[];
let version: number;
/** Of every employee, by that version. */
let batch: BatchPredictionDto;
let exported: string;

beforeAll(async () => {
  server = await VeridictServer.start({ installation: 'empty' });
  veridict = await server.adminClient();
  await importExtracts(veridict, hasRealExtracts ? realExtracts() : sampleExtracts(400));
  ({ model_version: version } = await trainNow(veridict, { model }));
  employees = await everyEmployee(veridict, { include_sensitive: true });
  batch = await runBatch(veridict, { model, version });
  exported = String((await veridict.exportBatchPrediction({ path: { id: batch.id } })).data);
});

afterAll(() => server?.stop());

const recordOf = async (id: string) => (await veridict.getPredictionRecord({ path: { id } })).data;
const describedBy = async (body: object): Promise<PredictionDto> =>
  (await veridict.predictAttrition({ body: body as never })).data;
const storedAs = async (id: number | string): Promise<PredictionDto> =>
  (await veridict.predictAttritionById({ path: { id_employee: id } })).data;
const problemsOf = async (body: object): Promise<Record<string, string>> => {
  const refusal = await refusalOf(veridict.predictAttrition({ body: body as never }));
  expect(refusal.status).toBe(422);
  return Object.fromEntries(refusal.errors.map(({ pointer, detail }) => [pointer, detail]));
};
/** What the export says, by employee. */
const inExport = (): Map<number, number> =>
  new Map(csvRows(exported).map((row) => [Number(row['row_identifier']), Number(row['probability'])]));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean probability of a batch of everybody beside the rate that really left, of some employees. */
function saidAndTrue(chosen: (employee: EmployeeDto) => boolean): { said: number; left: number } {
  const probabilities = inExport();
  const those = employees.filter(chosen);
  expect(those.length).toBeGreaterThan(100);
  return {
    said: mean(those.map(({ id }) => probabilities.get(id)!)),
    left: mean(those.map((employee) => Number(employee[label]))),
  };
}
const someone = (): EmployeeDto & { genre?: string } => employees[0]!;
const logit = ({ probability }: PredictionDto): number => Math.log(probability! / (1 - probability!));

describe('what technova-ml-api got wrong: here', () => {
  it('1: every call is recorded with employee, version, caller, status and reason, refusals too', async () => {
    const { id } = someone();
    const { data: me } = await veridict.showMyAccount();
    expect(await recordOf((await storedAs(id)).prediction_id)).toMatchObject({
      subject_id: String(id),
      status: 'answered',
      http_status: 200,
      model,
      model_version: version,
      actor_id: me.id,
    });
    await problemsOf({ ...employeeFeaturesOf(someone()), age: -1 });
    await refusalOf(storedAs(999_999_999));
    const { data: last } = await veridict.listPredictionRecords({
      query: { limit: 2, sort: '-occurred_at' },
    });
    expect(last.items).toMatchObject([
      { status: 'refused', http_status: 404, error_code: 'employee_not_found', subject_id: '999999999' },
      { status: 'refused', http_status: 422, error_fields: ['/age'], actor_id: me.id, inputs: null },
    ]);
  });

  it('2: a prediction by number records what the model saw: no label, no sex, no marital status', async () => {
    const { inputs } = await recordOf((await storedAs(someone().id)).prediction_id);
    expect(inputs).toEqual(employeeFeaturesOf(someone()));
    for (const name of [label, 'genre', 'statut_marital', 'id']) expect(inputs).not.toHaveProperty(name);
    expect(await problemsOf({ ...employeeFeaturesOf(someone()), [label]: true })).toEqual({
      [`/${label}`]: 'is what attrition predicts; leave it out',
    });
  });

  it('2: a batch of stored employees takes the label nowhere: not into record, results or exports', async () => {
    const { id } = batch;
    expect(exported.split('\n')[0]).toBe('position,row_identifier,prediction,probability,split,problems');
    const latest = String((await veridict.exportLatestPredictions({ path: { model } })).data);
    expect(latest.split('\n')[0]).toBe(
      'row_identifier,prediction,probability,threshold,split,model_version,predicted_at,batch_prediction_id',
    );
    const results = await resultsOf(veridict, id);
    expect([csvRows(exported), csvRows(latest), results].map(({ length }) => length)).toEqual(
      Array<number>(3).fill(employees.length),
    );
    for (const { answer } of results) expect(Object.keys(answer!)).toEqual(['prediction', 'probability']);
    const { data: record } = await veridict.getBatchPredictionRecord({ path: { id } });
    expect(record).toMatchObject({ rows_answered: employees.length, content_hash: batch.content_hash });
    for (const said of [batch, record, results, exported, latest])
      expect(JSON.stringify(said)).not.toContain(label);
  });

  it('3: figures are of employees whom the version never saw, and anybody can compute them again', async () => {
    const { data: row } = await veridict.getModelVersion({ path: { model, version } });
    const heldOut = employees.filter((employee) => isHeldOut(row, String(employee.id), employee[label]));
    expect(heldOut.length / employees.length).toBeCloseTo(row.test_size, 1);
    const probabilities: number[] = [];
    for (const { id } of heldOut) probabilities.push((await storedAs(id)).probability!);
    const left = heldOut.map((employee) => employee[label] === true);
    expect(areaUnderRoc(probabilities, left)).toBeCloseTo(row.metrics['auc']!, 10);
  });

  it('4: a derived feature has one formula, and a missing value is missing in it, never 0', async () => {
    const { a_quitte_l_entreprise: _, created_at, updated_at, version: __, ...values } = someone();
    const id = 987_654_321;
    const body = { ...values, id, annees_sous_responsable_actuel: null } as never;
    await veridict.createEmployee({ body });
    try {
      const [mart] = await asSuperuser<{ ratio: number | null }>(
        server.database,
        `SELECT ratio_manager_anciennete AS ratio FROM mart.employee_features WHERE id_employee = ${id}`,
      );
      expect(mart).toEqual({ ratio: null });
      const stored = await storedAs(id);
      const { annees_sous_responsable_actuel: ___, ...without } = employeeFeaturesOf(someone());
      const described = await describedBy(without);
      expect(stored.probability).toBe(described.probability);
      expect(described.warnings).toContain(
        'annees_sous_responsable_actuel was left out and counts as missing',
      );
      const zero = await describedBy({ ...without, annees_sous_responsable_actuel: 0 });
      expect(zero.probability).not.toBe(described.probability);
    } finally {
      await veridict.deleteEmployee({ path: { id }, headers: { 'If-Match': '"1"' } });
    }
  });

  it('5: an unknown category and an impossible number are refused with what is possible', async () => {
    const problems = await problemsOf({
      ...employeeFeaturesOf(someone()),
      poste: 'Astronaute',
      satisfaction_employee_equipe: 9,
      note_evaluation_precedente: -1,
      age: 1e6,
      revenu_mensuel: 1e9,
    });
    expect(problems).toEqual({
      '/poste': expect.stringMatching(/^must be one of "Assistant de Direction", "Cadre Commercial"/),
      '/satisfaction_employee_equipe': 'must be at most 4',
      '/note_evaluation_precedente': 'must be at least 0',
      '/age': 'must be at most 100',
      '/revenu_mensuel': 'must be at most 10000000',
    });
    const notEvaluated = await describedBy({
      ...employeeFeaturesOf(someone()),
      note_evaluation_precedente: 0,
    });
    expect(notEvaluated.warnings).toEqual([
      expect.stringMatching(/^note_evaluation_precedente is outside the range seen in training/),
    ]);
  });

  it("6: a record that cannot be written is the world's fault: 503, when to try again, and it works again", async () => {
    const asOwner = (sql: string) => asSuperuser(server.database, sql);
    await asOwner('REVOKE INSERT ON audit.predictions FROM veridict_app');
    try {
      const refusal = await refusalOf(storedAs(someone().id));
      expect(refusal).toMatchObject({ status: 503, code: 'audit_unavailable' });
      expect(refusal.retryAfterSeconds).toBeGreaterThan(0);
    } finally {
      await asOwner('GRANT INSERT ON audit.predictions TO veridict_app');
    }
    expect((await storedAs(someone().id)).probability).toBeGreaterThanOrEqual(0);
  });

  it('7: files are uploaded, not found on a disk, and commas and semicolons are both read', async () => {
    const { sirh, ...others } = sampleExtracts(40);
    const semicolons = sirh.replaceAll(',', ';');
    const files = { sirh: semicolons, ...others };
    const body = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, new Blob([text], { type: 'text/csv' })]),
    );
    const { data: report } = await veridict.importEmployees({ body, query: { dry_run: true } });
    expect(report.rows_refused).toBe(0);
  });

  it('8: the model under test is a trained one, and by body, by number, in a list and in a batch it says the same', async () => {
    const some = employees.slice(0, 40);
    const listed = manyPredictions(
      await veridict.predict({
        path: { model },
        body: { instances: some.map((employee) => ({ ...employeeFeaturesOf(employee) })) },
      }),
    );
    const batched = inExport();
    for (const [i, employee] of some.entries()) {
      const [stored, described] = [
        await storedAs(employee.id),
        await describedBy(employeeFeaturesOf(employee)),
      ];
      for (const said of [stored.probability, described.probability, batched.get(employee.id)])
        expect(said).toBe(listed[i]!.probability);
    }
    expect(new Set(listed.map(({ probability }) => probability)).size).toBeGreaterThan(30);
  });

  it("9: every key is somebody's own, floods are slowed, and health is not ok without a model", async () => {
    const { data: key } = await veridict.createApiKey({ body: { name: 'HR program', role: 'viewer' } });
    const program = server.client({ apiKey: key.key });
    const { data } = await program.predictAttritionById({ path: { id_employee: someone().id } });
    expect(await recordOf(data.prediction_id)).toMatchObject({ actor_kind: 'api_key' });
    const wrong = server.client({ apiKey: `${key.key.slice(0, -1)}${key.key.endsWith('A') ? 'B' : 'A'}` });
    await expect(wrong.predictAttritionById({ path: { id_employee: someone().id } })).rejects.toMatchObject({
      status: 401,
    });
    const empty = await VeridictServer.start({ installation: 'empty' });
    try {
      expect((await fetch(`${empty.url}/health/ready`)).status).toBe(503);
      expect(await (await fetch(`${empty.url}/health`)).json()).not.toMatchObject({ status: 'ok' });
    } finally {
      await empty.stop();
    }
  });
});

describe('what futurisys_churn_api got wrong: here', () => {
  it('1: a feature is computed where the model is, and what is misspelt or left out never becomes a zero', async () => {
    const { data: row } = await veridict.getModelVersion({ path: { model, version } });
    expect(row.features.map(({ name }) => name)).not.toContain('revenu_satisfaction');
    const poor = {
      ...employeeFeaturesOf(someone()),
      satisfaction_employee_environnement: 2,
      satisfaction_employee_nature_travail: 2,
      satisfaction_employee_equipe: 2,
      satisfaction_employee_equilibre_pro_perso: 2,
    };
    const at = async (pay: number) => logit(await describedBy({ ...poor, revenu_mensuel: pay }));
    const step = Math.abs((await at(2911)) - (await at(2912)));
    const besides = Math.abs((await at(2912)) - (await at(2913)));
    // Only revenu_satisfaction changes at 2911; everything else is smooth there.
    expect(step).toBeGreaterThan(5 * besides);

    const { heure_supplementaires: overtime, ...rest } = employeeFeaturesOf(someone());
    expect(await problemsOf({ ...rest, heure_suplementaires: overtime })).toEqual({
      '/heure_suplementaires': 'is no feature of attrition; did you mean heure_supplementaires?',
      '/heure_supplementaires': 'is required',
    });
  });

  onReal(
    '1: a batch computes the feature too: the poor and dissatisfied are said to leave as often as they do',
    () => {
      const satisfactions = ['environnement', 'nature_travail', 'equipe', 'equilibre_pro_perso'] as const;
      const flagged = (employee: EmployeeDto): boolean =>
        employee.revenu_mensuel <= 2911 &&
        mean(satisfactions.map((name) => employee[`satisfaction_employee_${name}`])) <= 2.5;
      const [those, others] = [saidAndTrue(flagged), saidAndTrue((employee) => !flagged(employee))];
      console.log('poor and dissatisfied, and others:', those, others);
      for (const { said, left } of [those, others]) expect(Math.abs(said - left)).toBeLessThan(0.06);
    },
  );

  it('2: overtime counts in whichever spelling it comes, so answers differ with it as the truth does', async () => {
    const body = employeeFeaturesOf(someone());
    const answers = new Map<unknown, number | undefined>();
    for (const overtime of [true, 'Oui', ' OUI', 'True', false, 'Non', 'FALSE'])
      answers.set(overtime, (await describedBy({ ...body, heure_supplementaires: overtime })).probability);
    for (const yes of ['Oui', ' OUI', 'True']) expect(answers.get(yes)).toBe(answers.get(true));
    for (const no of ['Non', 'FALSE']) expect(answers.get(no)).toBe(answers.get(false));
    expect(answers.get(true)).not.toBe(answers.get(false));
    expect((await problemsOf({ ...body, heure_supplementaires: 1 }))['/heure_supplementaires']).toMatch(
      /^must be true or false/,
    );
    await problemsOf({ ...body, heure_supplementaires: '1' });
  });

  onReal(
    '2: a batch of stored employees gives those with overtime three times the mean probability, as they leave three times as often',
    () => {
      const [overtime, none] = [
        saidAndTrue(({ heure_supplementaires: yes }) => yes),
        saidAndTrue(({ heure_supplementaires: yes }) => !yes),
      ];
      console.log('with overtime, and without:', overtime, none);
      expect([overtime.left, none.left].map((rate) => rate.toFixed(3))).toEqual(['0.305', '0.104']);
      for (const { said, left } of [overtime, none]) expect(Math.abs(said - left)).toBeLessThan(0.06);
    },
  );

  it('2: a batch reads a yes or no as the route by body does', async () => {
    const batched = inExport();
    for (const yes of [true, false]) {
      const some = employees.filter(({ heure_supplementaires: overtime }) => overtime === yes).slice(0, 20);
      expect(some).toHaveLength(20);
      for (const employee of some) {
        const spelt = { ...employeeFeaturesOf(employee), heure_supplementaires: yes ? 'Oui' : 'Non' };
        expect((await describedBy(spelt)).probability).toBe(batched.get(employee.id));
      }
    }
  });

  it('3: what is published is no resubstitution: the version says how many rows it held out', async () => {
    const { data: card } = await veridict.getModelCard({ path: { model, version } });
    const { data: row } = await veridict.getModelVersion({ path: { model, version } });
    const heldOut = employees.filter((employee) => isHeldOut(row, String(employee.id), employee[label]));
    expect(card.held_out_rows).toBe(heldOut.length);
    expect(card.training_rows).toBe(employees.length - heldOut.length);
    // Above that the lead of this project suspects a leak.
    expect(row.metrics['auc']).toBeLessThan(0.95);
    // An export holds training rows, too; the rule tells them apart, and leaves what the version says of itself.
    const probabilities = inExport();
    const areaOf = (some: readonly EmployeeDto[]): number =>
      areaUnderRoc(
        some.map(({ id }) => probabilities.get(id)!),
        some.map((employee) => employee[label] === true),
      );
    expect(areaOf(heldOut)).toBeCloseTo(row.metrics['auc']!, 10);
    expect(areaOf(heldOut)).not.toBe(areaOf(employees));
  });

  it('4: nobody gives himself a role, and passwords do not travel in addresses', async () => {
    const person = { email: 'ambitious@example.org', password: 'nine lanterns over a quiet harbour' };
    const register = (body: object, query = '') =>
      fetch(`${server.url}/auth/register${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await register({ ...person, role: 'admin' })).status).toBe(422);
    const inAddress = new URLSearchParams({ ...person, role: 'admin' });
    expect((await register(person, `?${inAddress.toString()}`)).status).toBe(400);
    expect(await (await register(person)).json()).toMatchObject({ role: 'viewer' });
  });

  it('5: no account, secret or origin comes with the code', async () => {
    const signIn = (username: string, password: string) =>
      fetch(`${server.url}/auth/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'password', username, password }),
      });
    expect((await signIn('futurisys_user', 'futurisys_password')).status).toBe(400);
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const claims = encoded({
      sub: 'futurisys_user',
      scopes: ['admin'],
      scope: 'admin',
      iat: now,
      exp: now + 3600,
    });
    const unsigned = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${claims}`;
    for (const secret of ['change-me-in-prod', 'secret', '']) {
      const signature = createHmac('sha256', secret).update(unsigned).digest('base64url');
      const headers = { authorization: `Bearer ${unsigned}.${signature}` };
      expect((await fetch(`${server.url}/auth/me`, { headers })).status).toBe(401);
    }
    const { headers } = await fetch(`${server.url}/health`, {
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('6: an answer without its record is not lost in a 500 but asked for again, and the rate limiter limits', async () => {
    const body = employeeFeaturesOf(someone());
    await asSuperuser(server.database, 'REVOKE INSERT ON audit.predictions FROM veridict_app');
    try {
      const refusal = await refusalOf(veridict.predictAttrition({ body }));
      expect([refusal.status, refusal.retryAfterSeconds]).toEqual([503, expect.any(Number)]);
    } finally {
      await asSuperuser(server.database, 'GRANT INSERT ON audit.predictions TO veridict_app');
    }
    expect((await describedBy(body)).prediction_id).toMatch(/^[0-9a-f-]{36}$/);

    const attempts = await Promise.all(
      Array.from({ length: 60 }, () =>
        fetch(`${server.url}/auth/token`, {
          method: 'POST',
          body: new URLSearchParams({
            grant_type: 'password',
            username: 'x@example.org',
            password: 'wrong one',
          }),
        }),
      ),
    );
    const limited = attempts.filter(({ status }) => status === 429);
    expect(limited.length).toBeGreaterThan(0);
    for (const { headers } of limited) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('7: what a value means depends on its column, never on a type by accident, and a missing cell is no missing column', async () => {
    const { data: schema } = await veridict.getModelSchema({ path: { model } });
    const properties = schema['properties'] as Record<string, Record<string, unknown>>;
    expect(properties['heure_supplementaires']).toMatchObject({
      type: 'boolean',
      'x-synonyms': { true: ['Oui'], false: ['Non'] },
    });
    const body = employeeFeaturesOf(someone());
    expect(await problemsOf({ ...body, heure_supplementaires: null, age: null })).toEqual({
      '/heure_supplementaires': 'must be true or false',
      '/age': 'must be a whole number',
    });
    const { note_evaluation_actuelle: _, ...without } = body;
    const [missing, left] = [
      await describedBy({ ...without, note_evaluation_actuelle: null }),
      await describedBy(without),
    ];
    expect(missing.probability).toBe(left.probability);
    expect([missing.warnings, left.warnings]).toEqual([
      [],
      ['note_evaluation_actuelle was left out and counts as missing'],
    ]);
  });
});
