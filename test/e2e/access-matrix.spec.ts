import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApi } from '../support/problem.js';
import { admin, VeridictServer } from '../support/veridict-server.js';

/** Who may call what: the one table, written by hand from the design. A new operation needs a row here. */
const scopeOf: Readonly<Record<string, string>> = {
  getHealth: 'public',
  getReadiness: 'public',
  getLiveness: 'public',
  registerAccount: 'public',
  issueToken: 'public',
  showMyAccount: 'any credential',
  // A key has neither a sign-in to end nor a password.
  signOut: 'any sign-in',
  changePassword: 'any sign-in',
  getMetrics: 'monitoring:read',
  listUsers: 'users:write',
  createUser: 'users:write',
  getUser: 'users:write',
  changeUser: 'users:write',
  deleteUser: 'users:write',
  listApiKeys: 'users:write',
  createApiKey: 'users:write',
  revokeApiKey: 'users:write',
  listClients: 'clients:read',
  countClients: 'clients:read',
  getLatestClient: 'clients:read',
  getClient: 'clients:read',
  exportClients: 'clients:read',
  createClient: 'clients:write',
  changeClient: 'clients:write',
  deleteClient: 'clients:write',
  importClients: 'clients:write',
  listEmployees: 'clients:read',
  countEmployees: 'clients:read',
  getLatestEmployee: 'clients:read',
  getEmployee: 'clients:read',
  getEmployeeLineage: 'clients:read',
  exportEmployees: 'clients:read',
  createEmployee: 'clients:write',
  changeEmployee: 'clients:write',
  deleteEmployee: 'clients:write',
  importEmployees: 'clients:write',
  predictEmployee: 'predict:read',
  predictEmployeeById: 'predict:read',
  predictClient: 'predict:read',
  predictClientById: 'predict:read',
  predictAttrition: 'predict:read',
  predictAttritionById: 'predict:read',
  getCustomerScoreCard: 'predict:read',
  askCustomerWhatIf: 'predict:read',
  findCustomerCounterfactual: 'predict:read',
  predict: 'predict:read',
  predictWithVersion: 'predict:read',
  listDatasets: 'clients:read',
  getDataset: 'clients:read',
  profileDataset: 'clients:read',
  createDataset: 'datasets:write',
  attachDataset: 'datasets:write',
  changeDataset: 'datasets:write',
  deleteDataset: 'datasets:write',
  importRows: 'clients:write',
  exportRows: 'clients:read',
  listDatasetRows: 'clients:read',
  getDatasetRow: 'clients:read',
  createDatasetRow: 'clients:write',
  changeDatasetRow: 'clients:write',
  deleteDatasetRow: 'clients:write',
  predictRow: 'predict:read',
  listModels: 'models:read',
  getModel: 'models:read',
  listModelVersions: 'models:read',
  getModelVersion: 'models:read',
  getModelCard: 'models:read',
  getModelSchema: 'models:read',
  getModelOpenApi: 'models:read',
  getModelHistory: 'models:read',
  getMlflowStatus: 'models:read',
  createModel: 'models:write',
  retireModel: 'models:write',
  moveAlias: 'models:write',
  getThresholdHistory: 'models:read',
  overrideThreshold: 'models:write',
  getDecisionPolicy: 'models:read',
  listDecisionPolicyVersions: 'models:read',
  changeDecisionPolicy: 'models:write',
  getCostCurve: 'models:read',
  getReasonCodes: 'models:read',
  listReasonCodesVersions: 'models:read',
  changeReasonCodes: 'models:write',
  getScoreCard: 'predict:read',
  askWhatIf: 'predict:read',
  findCounterfactual: 'predict:read',
  listDecisions: 'audit:read',
  getDecision: 'audit:read',
  overrideDecision: 'predict:write',
  importModelVersion: 'models:write',
  train: 'train:write',
  retrain: 'train:write',
  cancelTrainingRun: 'train:write',
  deliverTrainingRun: 'train:write',
  listTrainingRuns: 'train:read',
  getTrainingRun: 'train:read',
  streamTrainingRun: 'train:read',
  createBatchPrediction: 'predict:write',
  cancelBatchPrediction: 'predict:write',
  listBatchPredictions: 'predict:read',
  getBatchPrediction: 'predict:read',
  streamBatchPrediction: 'predict:read',
  listBatchPredictionResults: 'predict:read',
  deleteBatchPredictionResults: 'predict:write',
  exportBatchPrediction: 'predict:read',
  exportLatestPredictions: 'predict:read',
  listBatchPredictionRecords: 'audit:read',
  getBatchPredictionRecord: 'audit:read',
  listPredictionRecords: 'audit:read',
  getPredictionRecord: 'audit:read',
  exportAuditTrail: 'audit:read',
  listAdministrativeEvents: 'audit:read',
  replayPrediction: 'audit:read',
};

const viewer = ['predict:read', 'clients:read', 'models:read'];
const analyst = [
  ...viewer,
  ...['predict:write', 'clients:write', 'audit:read', 'monitoring:read', 'train:read'],
];
const administrator = [...analyst, 'train:write', 'models:write', 'datasets:write', 'users:write', 'admin'];
const callers: Readonly<Record<string, readonly string[]>> = {
  nobody: [],
  viewer: ['any credential', 'any sign-in', ...viewer],
  analyst: ['any credential', 'any sign-in', ...analyst],
  admin: ['any credential', 'any sign-in', ...administrator],
  "viewer's key": ['any credential', ...viewer],
};

interface DocumentedOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly description: string;
  readonly open: boolean;
  readonly contentType: string | undefined;
}

const operations: DocumentedOperation[] = Object.entries(openApi.paths).flatMap(([path, item]) =>
  (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
    const operation = item[method];
    if (!operation) return [];
    const body = operation.requestBody;
    return [
      {
        id: operation.operationId!,
        method: method.toUpperCase(),
        path,
        description: operation.description ?? '',
        open: operation.security?.length === 0,
        contentType: body && 'content' in body ? Object.keys(body.content)[0] : undefined,
      },
    ];
  }),
);

/** Nothing that exists, so that whoever gets in changes nothing. */
const harmless: Readonly<Record<string, string>> = {
  model: 'no-such-model',
  version: '999',
  alias: 'challenger',
  name: 'no_such_dataset',
  row_id: '999999999',
  id: '00000000-0000-4000-8000-000000000000',
  prediction_id: '00000000-0000-4000-8000-000000000000',
};
const addressOf = ({ path }: DocumentedOperation): string =>
  /^\/(clients|employees|predict)/.test(path)
    ? path.replace(/\{\w+\}/, '999999999')
    : path.replace(/\{(\w+)\}/g, (_, name: string) => harmless[name]!);
/** Where the body decides whether the question of access is reached. */
const ownBodies: Readonly<Record<string, string>> = {
  changePassword: '{"current_password":"not the one","new_password":"seven lamps beside an empty road"}',
};
const bodies: Readonly<Record<string, string>> = {
  'application/json': '{"model":"no-such-model","no_such_field":true}',
  'application/x-www-form-urlencoded': 'grant_type=none',
  'text/csv': 'no such column\n1\n',
  'multipart/form-data': '--x--',
};

describe('who may call what', () => {
  let server: VeridictServer;
  const credentials: Record<string, () => Promise<Record<string, string>>> = {};

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'empty' });
    const veridict = await server.adminClient();
    const password = 'nine lanterns over a quiet harbour';
    const bearer = async (email: string, phrase: string): Promise<Record<string, string>> => ({
      authorization: `Bearer ${await server.signIn(email, phrase)}`,
    });
    credentials['nobody'] = () => Promise.resolve({});
    credentials['admin'] = () => bearer(admin.email, admin.password);
    for (const role of ['viewer', 'analyst'] as const) {
      const { data } = await veridict.createUser({ body: { email: `${role}@example.org`, password, role } });
      credentials[role] = () => bearer(data.email, password);
      if (role === 'analyst') continue;
      const key = await veridict.createApiKey({ body: { name: 'program', role, user_id: data.id } });
      credentials["viewer's key"] = () => Promise.resolve({ 'x-api-key': key.data.key });
    }
  });

  afterAll(() => server?.stop());

  it('is written down for every operation, and for no other', () => {
    expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(scopeOf).sort());
  });

  it('is documented as it is', () => {
    const documented = operations.map(({ id, open, description }) => [
      id,
      open ? 'public' : (/Scope: `([^`]+)`/.exec(description)?.[1] ?? 'no scope'),
    ]);
    const expected = operations.map(({ id }) => [id, scopeOf[id]!.replace(/^any .*/, 'no scope')]);
    expect(documented).toEqual(expected);
  });

  it.each(Object.keys(callers))('holds for %s, operation by operation', async (caller) => {
    let headers = await credentials[caller]!();
    const outcomes: string[] = [];
    const expected: string[] = [];
    for (const operation of operations) {
      const scope = scopeOf[operation.id]!;
      const allowed = scope === 'public' || callers[caller]!.includes(scope);
      const refusal = caller === 'nobody' ? '401' : '403';
      expected.push(`${operation.id} ${allowed ? 'let in' : refusal}`);

      const response = await fetch(server.url + addressOf(operation), {
        method: operation.method,
        headers: {
          ...headers,
          ...(operation.contentType ? { 'content-type': operation.contentType } : {}),
        },
        ...(operation.contentType ? { body: ownBodies[operation.id] ?? bodies[operation.contentType]! } : {}),
      });
      await response.body?.cancel();
      const refused = response.status === 401 || response.status === 403;
      outcomes.push(`${operation.id} ${refused ? response.status : 'let in'}`);
      if (refused) expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="veridict"/);
      else expect(response.status).not.toBe(500);
      if (operation.id === 'signOut' && allowed) headers = await credentials[caller]!();
    }
    expect(outcomes).toEqual(expected);
  });

  it('never turns on a body that the caller may not send: it is not even read', async () => {
    const response = await fetch(`${server.url}/clients`, {
      method: 'POST',
      headers: { ...(await credentials['viewer']!()), 'content-type': 'application/json' },
      body: '{"malformed',
    });
    expect(response.status).toBe(403);
  });

  it('changed nothing on the way', async () => {
    const veridict = await server.adminClient();
    expect((await veridict.countClients()).data.count).toBe(0);
    expect((await veridict.countEmployees()).data.count).toBe(0);
    expect((await veridict.listUsers()).data.total).toBe(3);
  });
});
