import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { VeridictOperations } from '#libs/sdk';
import {
  awkwardClasses,
  awkwardModels,
  awkwardNames,
  awkwardRow,
  makeAwkwardDataset,
} from '../support/awkward-dataset.js';
import { employeeFeaturesOf } from '../support/employee-features.js';
import { asSuperuser } from '../support/held-table.js';
import { someFeatures } from '../support/loan-features.js';
import { problemOf } from '../support/problem.js';
import { type Complaint, SdkWorkshop } from '../support/sdk-workshop.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import { admin, VeridictServer } from '../support/veridict-server.js';

const run = promisify(execFile);
const repository = resolve(import.meta.dirname, '../..');

/** Every model of the server, with a row that it takes; that of attrition is read from the server. */
const rows: Record<string, object> = {
  'loan-amount': someFeatures,
  attrition: {},
  ...Object.fromEntries(awkwardModels.map(({ name }) => [name, awkwardRow])),
};
const names = Object.keys(rows);

/** What a program of somebody who uses one model looks like; it signs in, asks and prints. */
const program = (model: string): string => `
import { client } from './${model}/client.gen.js';
import { type FeatureRow, VeridictOperations } from './${model}/index.js';

const veridict = new VeridictOperations();
const { data: token } = await veridict.issueToken({
  body: { grant_type: 'password', username: process.env['EMAIL']!, password: process.env['PASSWORD']! },
});
client.setConfig({ auth: ({ scheme }) => (scheme === 'bearer' ? token.access_token : undefined) });

const row: FeatureRow = ${JSON.stringify(rows[model])};
const { data: one } = await veridict.predict({ body: { features: row }, query: { explain: true } });
const { data: many } = await veridict.predict({ body: { instances: [row, row] } });
if ('predictions' in one || !('predictions' in many)) throw new Error('One row is answered with one, several with a list');
const name: '${model}' = one.model;
const { data: stored } = await veridict.predictRow({ path: { row_id: '7' } });
const { data: serving } = await veridict.getModel();
console.log(JSON.stringify({ name, one, many, stored, serving }));
`;

/** A row with a fault, as the whole of a program, and what the compiler must say. */
const faultyRow = (model: string, fault: string): string => `
import type { FeatureRow } from './${model}/index.js';
const row: FeatureRow = ${JSON.stringify(rows[model])};
export const faulty: FeatureRow = { ...row, ${fault} };
`;
const whatIf = (changes: string): string => `
import { VeridictOperations } from './awkward-binary/index.js';
export const ask = () =>
  new VeridictOperations().askWhatIf({ path: { row_id: '7' }, body: { changes: ${changes} } }).then(({ data }) => data.after.score);
`;
const answer = (model: string, statement: string): string => `
import type { PredictionDto } from './${model}/index.js';
export const read = (one: PredictionDto) => ${statement};
`;
const level = JSON.stringify(awkwardNames.level);

const right = (): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(names.map((name) => [`use-${name}`, program(name)])),
  'ask-what-if': whatIf(`{ ${level}: 'a"b', constructor: false }`),
  'read-amount': answer('loan-amount', 'one.interval.lower + one.prediction'),
  'read-decision': answer(
    'attrition',
    'one.probability >= one.threshold ? (1 satisfies typeof one.prediction) : 0',
  ),
  'read-class': answer(
    'awkward-multiclass',
    `one.probabilities[one.label] + one.probabilities[${JSON.stringify(awkwardClasses[1])}]`,
  ),
});
/** Each with the one thing that the compiler has against it. */
const wrong: Readonly<Record<string, readonly [program: () => string, code: string]>> = {
  'misspelt-feature': [() => faultyRow('loan-amount', 'revenu_estime_moi: 3200'), 'TS2561'],
  'unknown-value': [() => faultyRow('loan-amount', "niveau_etude: 'maîtrise'"), 'TS2322'],
  'text-for-number': [() => faultyRow('loan-amount', "age: '42'"), 'TS2322'],
  'nothing-for-required': [() => faultyRow('attrition', 'age: null'), 'TS2322'],
  'awkward-value': [() => faultyRow('awkward-binary', `${level}: '*/ d'`), 'TS2322'],
  'awkward-feature': [
    () => faultyRow('awkward-binary', `${JSON.stringify(`${awkwardNames.amount} `)}: 1`),
    'TS2353',
  ],
  'awkward-what-if': [() => whatIf(`{ ${level}: 'a', constructor: false }`), 'TS2322'],
  'amount-as-probability': [() => answer('loan-amount', 'one.probability'), 'TS2339'],
  'decision-as-label': [() => answer('attrition', 'one.label'), 'TS2339'],
  'no-such-class': [() => answer('awkward-multiclass', "one.label === 'platinum'"), 'TS2367'],
};

describe("a model's own OpenAPI document", () => {
  let database: TestDatabase;
  let server: VeridictServer;
  let veridict: VeridictOperations;
  let workshop: SdkWorkshop;
  let complaints: readonly Complaint[];
  let headers: Record<string, string>;
  const documents = new Map<string, OpenAPIObject>();

  const read = (model: string, more: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}/models/${model}/openapi.json`, { headers: { ...headers, ...more } });

  /** Without any SDK. */
  const plainly = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${server.url}/models/${path}`, {
      method,
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return (await response.json()) as Record<string, unknown>;
  };

  beforeAll(async () => {
    database = await VeridictServer.installed();
    await makeAwkwardDataset(database);
    server = await VeridictServer.start({ database });
    const token = await server.signIn();
    headers = { authorization: `Bearer ${token}` };
    veridict = server.client({ token });
    for (const { name: model } of awkwardModels) await trainNow(veridict, { model });
    rows['attrition'] = employeeFeaturesOf((await veridict.getEmployee({ path: { id: 7 } })).data);
    workshop = await SdkWorkshop.open();
    for (const name of names) {
      const response = await read(name);
      expect(response.status).toBe(200);
      const document = (await response.json()) as OpenAPIObject;
      documents.set(name, document);
      await workshop.generate(name, document);
    }
    for (const [name, text] of Object.entries(right())) await workshop.write(`${name}.ts`, text);
    for (const [name, [text]] of Object.entries(wrong)) await workshop.write(`${name}.ts`, text());
    complaints = await workshop.compile();
    // A minute on an idle machine goes into generators and compiler.
  }, 300_000);

  afterAll(async () => {
    await server?.stop();
    await workshop?.close();
    await database?.drop();
  });

  it("is valid by the project's own rules", async () => {
    const files = names.map((name) => join(workshop.folder, `${name}.json`));
    const linter = join(repository, 'node_modules/@redocly/cli/bin/cli.js');
    const rules = join(repository, 'redocly.yaml');
    await run(process.execPath, [linter, 'lint', '--config', rules, '--format', 'json', ...files], {
      cwd: workshop.folder,
    }).catch((failure: { stdout?: string }) => {
      throw new Error(failure.stdout ?? 'The linter cannot be started');
    });
  });

  it('makes an SDK that compiles, with right programs on it, whatever the names and texts are', () => {
    expect(complaints.filter(({ file }) => !(file.replace(/\.ts$/, '') in wrong))).toEqual([]);
  });

  it.each(Object.entries(wrong).map(([name, [, code]]) => [name, code] as const))(
    'makes an SDK on which %s does not compile',
    (name, code) => {
      const found = complaints.filter(({ file }) => file === `${name}.ts`);
      expect(found.map((complaint) => complaint.code)).toEqual([code]);
    },
  );

  it.each(names)(
    'makes an SDK for %s whose answers are those of the plain route, to the last bit',
    async (model) => {
      const printed = (await workshop.run(`use-${model}.js`, {
        EMAIL: admin.email,
        PASSWORD: admin.password,
      })) as {
        name: string;
        one: Record<string, unknown>;
        many: { predictions: Record<string, unknown>[] };
        stored: Record<string, unknown>;
        serving: { ready: boolean };
      };
      const { prediction_id: _, ...plain } = await plainly('POST', `${model}/predict`, {
        features: rows[model],
      });
      expect(plain['prediction']).toEqual(expect.any(Number));
      for (const given of [printed.one, ...printed.many.predictions]) {
        const { prediction_id, explanation, ...same } = given;
        expect(same).toEqual(plain);
        expect(prediction_id).toEqual(expect.any(String));
        expect(explanation !== undefined).toBe(given === printed.one);
      }
      const { prediction_id: __, ...plainRow } = await plainly('GET', `${model}/rows/7/predict`);
      expect(printed.stored).toEqual({ ...plainRow, prediction_id: expect.any(String) });
      expect(printed).toMatchObject({ name: model, serving: { ready: true } });
    },
  );

  it('says what the model is, and where it was read', async () => {
    const { data: version } = await veridict.getModelVersion({
      path: { model: 'awkward-binary', version: 1 },
    });
    const { info, servers } = documents.get('awkward-binary')!;
    expect(info).toMatchObject({
      title: 'awkward-binary',
      version: '1',
      'x-model': {
        ...{ name: 'awkward-binary', version: 1, task: 'binary', positive_class: 'oui, "tard"' },
        ...{ threshold: version.threshold, sha256: version.sha256 },
      },
    });
    expect(servers).toEqual([{ url: server.url, description: expect.any(String) }]);
    expect(JSON.stringify(documents.get('awkward-binary'))).not.toContain('{model}');
  });

  it('does not repeat a Host header that is no address', async () => {
    const { port } = new URL(server.url);
    const text = await new Promise<string>((resolve, reject) => {
      const request = get(
        { port, path: '/models/loan-amount/openapi.json', headers: { ...headers, host: 'a.example/evil?' } },
        (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
          response.on('end', () => resolve(body));
        },
      );
      request.on('error', reject);
    });
    expect((JSON.parse(text) as OpenAPIObject).servers).toEqual([expect.objectContaining({ url: '/' })]);
  });

  it('has a tag that tells whether it is still true: another threshold, another version', async () => {
    const tagOf = async (): Promise<string> => (await read('awkward-binary')).headers.get('etag')!;
    const first = await tagOf();
    const unchanged = await read('awkward-binary', { 'if-none-match': `"another", W/${first}` });
    expect([unchanged.status, await unchanged.text(), unchanged.headers.get('etag')]).toEqual([
      304,
      '',
      first,
    ]);
    expect(unchanged.headers.get('content-length')).toBeNull();

    const path = { model: 'awkward-binary', version: 1 };
    await veridict.overrideThreshold({ path, body: { threshold: 0.31, reason: 'a test' } });
    const moved = await read('awkward-binary', { 'if-none-match': first });
    expect(moved.status).toBe(200);
    expect((await moved.json()) as OpenAPIObject).toMatchObject({ info: { 'x-model': { threshold: 0.31 } } });
    const second = await tagOf();

    await veridict.train({
      body: { model: 'awkward-binary', algorithm: 'linear' },
      headers: { Prefer: 'wait=60' },
    });
    const { data: newest } = await veridict.listModelVersions({ path: { model: 'awkward-binary' } });
    const { version } = newest.items[0]!;
    await veridict.moveAlias({
      path: { model: 'awkward-binary', alias: 'champion' },
      body: { version, reason: 'a test' },
    });
    expect(await tagOf()).not.toBe(second);
    expect((await (await read('awkward-binary')).json()) as OpenAPIObject).toMatchObject({
      info: { version: String(version) },
    });
  });

  it('is refused for a model that nobody knows, or that answers nothing yet', async () => {
    expect(await problemOf(await read('no-such-model'))).toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    const { name: _, ...untrained } = awkwardModels[0]!;
    await asSuperuser(
      database,
      `INSERT INTO models (name, description, dataset, task, target, features, definition)
       SELECT 'untrained', description, dataset, task, target, features, $1 FROM models WHERE name = 'awkward-binary'`,
      [JSON.stringify({ ...untrained, name: 'untrained' })],
    );
    const response = await read('untrained');
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'model_not_ready' });
  });

  it('is used in the three lines of the documentation, as they are pasted', async () => {
    const text = await readFile(join(repository, 'docs/model-clients.md'), 'utf8');
    const block = (language: string): string =>
      new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(text)![1]!;
    expect(block('sh').trim().split('\n')).toHaveLength(3);
    const developer = await SdkWorkshop.open(JSON.parse(block('json')) as object);
    try {
      await developer.write('client.ts', block('ts'));
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', block('sh')], {
        cwd: developer.folder,
        env: {
          PATH: process.env['PATH'],
          BASE: server.url,
          TOKEN: await server.signIn(),
          // The generator must be the one that is installed here.
          npm_config_offline: 'true',
        },
      });
      expect(stdout).toMatch(/\d+\.\d+ \{ lower: -?\d+.*, upper: \d+.*, coverage: 0\.\d+ \} \[/s);
    } finally {
      await developer.close();
    }
  });
});
