import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientFeatureColumns, clientsDataset, seedSampleClients } from '#libs/clients';
import { type DatasetDefinition, DatasetReader, snapshotQuery } from '#libs/datasets';
import { readSnapshot, type Snapshot } from '../../libs/training/fit/read-snapshot.js';
import { threadConnection } from '#libs/database';
import { type ClientsApp, startClientsApp } from '../support/clients-app.js';

describe('the dataset reader', () => {
  let clients: ClientsApp;
  let reader: DatasetReader;

  const read = async (
    dataset: DatasetDefinition,
    features: readonly string[],
    target: string,
  ): Promise<Snapshot & { target: Snapshot['columns'][string] }> => {
    const query = snapshotQuery(dataset, features, { name: target }, [
      { name: 'when', source: 'created_at', as: 'timestamp' },
    ]);
    const snapshot = await readSnapshot(threadConnection(clients.database.application, undefined), query);
    return { ...snapshot, target: snapshot.columns[query.target]! };
  };

  beforeAll(async () => {
    clients = await startClientsApp();
    reader = clients.app.get(DatasetReader);
    for (let times = 0; times < 3; times++) {
      await seedSampleClients(clients.dataSource);
      await clients.dataSource.query(
        `INSERT INTO clients (age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, loyer_mensuel, anciennete_ans, montant_pret)
         SELECT age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, loyer_mensuel, anciennete_ans, montant_pret FROM clients`,
      );
    }
  });

  afterAll(() => clients.close());

  it('reads every row with a target column by column, over several fetches', async () => {
    const snapshot = await read(clientsDataset, clientFeatureColumns, 'montant_pret');
    const rows = await clients.dataSource.query<Record<string, never>[]>('SELECT * FROM clients ORDER BY id');
    const labelled = rows.filter((row) => row['montant_pret'] !== null);
    expect(rows).toHaveLength(32_000);
    expect(labelled.length).toBeLessThan(rows.length);
    expect(snapshot.identifiers).toEqual(labelled.map((row) => row['id']));
    expect([...(snapshot.target as Float64Array)]).toEqual(labelled.map((row) => row['montant_pret']));
    expect(snapshot.columns['niveau_etude']).toEqual(labelled.map((row) => row['niveau_etude']));
    expect(Object.keys(snapshot.columns).slice(0, clientFeatureColumns.length)).toEqual(clientFeatureColumns);
    // Points in time are seconds, to the microsecond.
    const when = snapshot.columns['when'] as Float64Array;
    labelled.forEach((row, index) => expect(when[index]).toBeCloseTo(Number(row['created_at']) / 1000, 2));
    const numbers = (name: string): number[] =>
      labelled.map((row) => (row[name] === null ? Number.NaN : Number(row[name])));
    for (const name of ['age', 'sport_licence', 'loyer_mensuel', 'score_credit']) {
      expect(snapshot.columns[name]).toEqual(Float64Array.from(numbers(name)));
    }
  });

  it('reads one moment, whatever is written meanwhile', async () => {
    const reading = read(clientsDataset, ['age'], 'montant_pret');
    const writing = clients.dataSource.query(`DELETE FROM clients WHERE id % 2 = 0`);
    const [snapshot] = await Promise.all([reading, writing]);
    expect(snapshot.identifiers.every((identifier) => identifier !== undefined)).toBe(true);
    expect(snapshot.columns['age']).toHaveLength(snapshot.identifiers.length);
    expect((snapshot.target as Float64Array).some(Number.isNaN)).toBe(false);
  });

  it('reads one row as JSON values, and nothing for what names no row', async () => {
    const [{ id }] = await clients.dataSource.query<[{ id: string }]>(
      'SELECT id FROM clients WHERE loyer_mensuel IS NULL ORDER BY id LIMIT 1',
    );
    const row = await reader.readRow(
      clientsDataset,
      ['age', 'sport_licence', 'niveau_etude', 'loyer_mensuel'],
      id,
    );
    expect(row).toEqual({
      age: expect.any(Number),
      sport_licence: expect.any(Boolean),
      niveau_etude: expect.any(String),
      loyer_mensuel: null,
    });
    for (const identifier of ['0', 'abc', '99999999999999999999', '1 OR 1=1']) {
      expect(await reader.readRow(clientsDataset, ['age'], identifier)).toBeNull();
    }
  });

  it('refuses columns that the dataset does not declare', async () => {
    await expect(read(clientsDataset, ['created_at'], 'montant_pret')).rejects.toThrow('no column');
  });

  it('counts a text that stands for nothing as no target', async () => {
    await clients.dataSource.query(
      `UPDATE clients SET region = (ARRAY['Corse', '', 'nan', NULL])[id / 2 % 4 + 1]`,
    );
    const { target } = await read(clientsDataset, ['age'], 'region');
    expect(new Set(target as string[])).toEqual(new Set(['Corse']));
  });

  it('leaves a table with rows of its own unseeded, also when two processes start together', async () => {
    expect(await seedSampleClients(clients.dataSource)).toBe(0);
    await clients.dataSource.query('DELETE FROM clients');
    const inserted = await Promise.all([1, 2, 3].map(() => seedSampleClients(clients.dataSource)));
    expect(inserted.sort()).toEqual([0, 0, 4000]);
  });
});
