import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import { RowCopy, SeededRandom } from '#libs/datasets';
import { customersDataset } from '../customers-dataset.js';
import { sampleCustomer } from './sample-customer.js';
import type { SampleValue } from './sample-value.js';

const sampleSize = 2500;
const sampleSeed = 20_261_121;
/** Beyond every identifier of the Home Credit files, which end at 456255. */
export const firstSampleId = 500_001;

/** The same rows on every machine. */
export function sampleCustomers(size = sampleSize, seed = sampleSeed): Record<string, SampleValue>[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: size }, (_, index) => sampleCustomer(firstSampleId + index, random));
}

/**
 * Fills an empty table with the sample; any row of the user's own prevents it.
 * @returns rows inserted
 */
export async function seedSampleCustomers(dataSource: DataSource): Promise<number> {
  const { relation, columns } = customersDataset;
  const names = columns.map(({ name }) => name);
  return dataSource.transaction(async (manager) => {
    // Processes that start together would both find the table empty.
    await manager.query(`LOCK TABLE ${relation} IN SHARE ROW EXCLUSIVE MODE`);
    const existing = await manager.query<unknown[]>(`SELECT FROM ${relation} LIMIT 1`);
    if (existing.length > 0) return 0;
    const customers = sampleCustomers();
    const copy = new RowCopy((await manager.queryRunner!.connect()) as ClientBase, relation, names);
    await copy.write(customers.map((customer) => names.map((name) => customer[name]!)));
    await copy.finish();
    return customers.length;
  });
}
