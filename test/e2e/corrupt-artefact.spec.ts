import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { TestDatabase } from '../support/test-database.js';
import { VeridictServer } from '../support/veridict-server.js';

describe('an ONNX file that was damaged in the database', () => {
  let database: TestDatabase;
  let server: VeridictServer;

  /** As nobody but the owner of the tables could. */
  async function asOwner(sql: string): Promise<void> {
    const owner = new pg.Client({ connectionString: database.migration });
    await owner.connect();
    await owner.query(sql);
    await owner.end();
  }

  beforeAll(async () => {
    database = await VeridictServer.installed();
    server = await VeridictServer.start({ database });
  });

  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  it('is never made the champion: the alias stays where it is, and the old champion goes on', async () => {
    const veridict = await server.adminClient();
    // Another penalty makes another file; the first version stays the champion or is set back.
    await veridict.train({ body: { algorithm: 'linear', hyperparameters: { alpha: 2 } } });
    await veridict.moveAlias({
      path: { model: 'loan-amount', alias: 'champion' },
      body: { version: 1, reason: 'the test begins here' },
    });
    await asOwner(
      `UPDATE artefacts SET content = content || '\\x00'
       WHERE sha256 = (SELECT artefact_sha256 FROM model_versions WHERE version = 2)`,
    );
    await server.signal('SIGTERM');
    server = await VeridictServer.start({ database });
    const again = await server.adminClient();

    await expect(
      again.moveAlias({
        path: { model: 'loan-amount', alias: 'champion' },
        body: { version: 2, reason: 'try the damaged one' },
      }),
    ).rejects.toMatchObject({ status: 500, code: 'internal' });
    expect((await again.getModel({ path: { model: 'loan-amount' } })).data).toMatchObject({
      ready: true,
      aliases: [{ alias: 'champion', version: 1 }],
    });
  });

  it('does not keep the service from starting nor other models from answering; it is told, and can be rolled back', async () => {
    await asOwner(`UPDATE model_aliases SET version = 2 WHERE model = 'loan-amount'`);
    await server.signal('SIGTERM');
    server = await VeridictServer.start({ database });
    const loaded = async (): Promise<unknown> => await (await fetch(`${server.url}/health`)).json();
    expect(await loaded()).toMatchObject({ model_loaded: { 'loan-amount': false, attrition: true } });

    const veridict = await server.adminClient();
    const { data: client } = await veridict.getLatestClient();
    await expect(veridict.predictClientById({ path: { id: client.id } })).rejects.toMatchObject({
      status: 503,
      code: 'model_not_ready',
    });
    await veridict.moveAlias({
      path: { model: 'loan-amount', alias: 'champion' },
      body: { version: 1, reason: 'the file of version 2 is damaged' },
    });
    expect(await loaded()).toMatchObject({ status: 'ok', model_loaded: { 'loan-amount': true } });
  });
});
