import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { seedSampleClients } from '#libs/clients';
import { type ClientsApp, startClientsApp } from '../support/clients-app.js';

interface Page {
  items: { id: number; age: number; montant_pret: number | null; niveau_etude: string }[];
  next_cursor: string | null;
  total: number;
}

describe('the list of clients', () => {
  let clients: ClientsApp;

  beforeAll(async () => {
    clients = await startClientsApp();
  });

  afterAll(() => clients.close());

  beforeEach(async () => {
    await clients.dataSource.query('DELETE FROM clients');
    await seedSampleClients(clients.dataSource);
  });

  const get = (query: string) => clients.app.inject({ method: 'GET', url: `/clients?${query}` });
  const page = async (query: string): Promise<Page> => (await get(query)).json<Page>();
  const walk = async (
    query: string,
    betweenPages: () => Promise<void> = async () => {},
  ): Promise<Page['items']> => {
    const items: Page['items'] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: Page = await page(`${query}${cursor && `&cursor=${cursor}`}`);
      items.push(...next.items);
      cursor = next.next_cursor;
      await betweenPages();
    }
    return items;
  };

  it.each(['id', '-id', 'age', '-age', 'created_at', '-created_at', '-revenu_estime_mois'])(
    'walks all rows exactly once, sorted by %s, through thousands of ties',
    async (sort) => {
      const items = await walk(`limit=900&sort=${sort}`);
      expect(new Set(items.map(({ id }) => id)).size).toBe(4000);
      expect(items).toHaveLength(4000);
      if (sort === 'age')
        expect(items.map(({ age }) => age)).toEqual([...items.map(({ age }) => age)].sort((a, b) => a - b));
    },
  );

  it('shows each row that lived throughout exactly once while others come and go', async () => {
    const ids = (await walk('limit=1000')).map(({ id }) => id);
    const doomed = ids.filter((id) => id % 4 === 0);
    const survivors = ids.filter((id) => id % 4 !== 0);
    const seen = await walk('limit=150&sort=age', async () => {
      await clients.dataSource.query('DELETE FROM clients WHERE id = ANY($1)', [doomed.splice(0, 40)]);
      await clients.dataSource.query(
        `INSERT INTO clients (age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, anciennete_ans)
         SELECT 18 + random() * 60, true, 'bac', 1000, 0.5, 1 FROM generate_series(1, 40)`,
      );
    });
    const times = new Map<number, number>();
    for (const { id } of seen) times.set(id, (times.get(id) ?? 0) + 1);
    expect(survivors.filter((id) => times.get(id) !== 1)).toEqual([]);
  });

  it('filters, and counts what matches', async () => {
    const filtered = await page('niveau_etude=master&min_age=30&max_age=40&has_loan=true&limit=1000');
    expect(filtered.total).toBe(filtered.items.length);
    expect(filtered.total).toBeGreaterThan(50);
    for (const { age, niveau_etude, montant_pret } of filtered.items) {
      expect(niveau_etude).toBe('master');
      expect(age >= 30 && age <= 40).toBe(true);
      expect(montant_pret).not.toBeNull();
    }
    const [{ count }] = await clients.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int AS count FROM clients WHERE region = 'Corse' AND montant_pret IS NULL`,
    );
    expect((await page('region=Corse&has_loan=false')).total).toBe(count);
  });

  it('refuses a cursor that was edited or belongs to another list', async () => {
    const { next_cursor: cursor } = await page('limit=10&sort=age');
    const edited = `${cursor![0] === 'A' ? 'B' : 'A'}${cursor!.slice(1)}`;
    for (const query of [
      `limit=10&sort=age&cursor=${edited}`,
      `limit=10&sort=-age&cursor=${cursor}`,
      `limit=10&sort=age&min_age=20&cursor=${cursor}`,
      'limit=10&cursor=AAAA',
    ]) {
      const response = await get(query);
      expect([query, response.statusCode, response.json<{ code: string }>().code]).toEqual([
        query,
        400,
        'invalid_cursor',
      ]);
    }
    expect((await get(`limit=20&sort=age&cursor=${cursor}`)).statusCode).toBe(200);
  });

  it.each([
    'limit=0',
    'limit=-1',
    'limit=1e9',
    'limit=5&limit=6',
    'limit[]=5',
    'sort=nom',
    'sort=constructor',
    'min_age=',
    'min_age=x',
    'min_age=Infinity',
    'sport_licence=1',
    'has_loan=true&has_loan=false',
    'region=',
    'unknown=1',
  ])('refuses %s', async (query) => {
    expect((await get(query)).statusCode).toBe(422);
  });
});
