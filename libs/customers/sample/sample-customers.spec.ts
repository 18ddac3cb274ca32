import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { customersDataset } from '../customers-dataset.js';
import { firstSampleId, sampleCustomers } from './seed-sample-customers.js';

describe('the sample customers', () => {
  const customers = sampleCustomers();
  const known = customers.filter(({ TARGET }) => TARGET !== null);
  const defaultRate = (of: typeof known): number =>
    of.filter(({ TARGET }) => TARGET === 1).length / of.length;
  const rateWhere = (choose: (customer: (typeof known)[number]) => boolean): number =>
    defaultRate(known.filter(choose));

  it('are the same on every machine and in every run', () => {
    const digest = createHash('sha256').update(JSON.stringify(customers)).digest('hex');
    expect(digest).toBe('0414db27198ec12e97f4c30900056e72d71fd82106607bcf44de88f3b720d5e5');
    expect(sampleCustomers(10, 1)).not.toEqual(sampleCustomers(10, 2));
  });

  it('have the columns of the dataset, and values that it allows', () => {
    const names = customersDataset.columns.map(({ name }) => name);
    expect(Object.keys(customers[0]!).sort()).toEqual([...names].sort());
    for (const column of customersDataset.columns) {
      for (const customer of customers) {
        const value = customer[column.name]!;
        if (value === null) {
          if (!column.nullable) throw new Error(`${column.name} is missing`);
        } else if (typeof value === 'number') {
          if (column.missingValues?.includes(value)) continue;
          if (value < (column.minimum ?? -Infinity) || value > (column.maximum ?? Infinity))
            throw new Error(`${column.name} is ${value}`);
          if (column.integer && !Number.isInteger(value)) throw new Error(`${column.name} is ${value}`);
        } else if (column.allowedValues && !column.allowedValues.includes(value)) {
          throw new Error(`${column.name} is ${value}`);
        }
      }
    }
  });

  it('have numbers that no customer of the Home Credit files has', () => {
    expect(customers[0]!['SK_ID_CURR']).toBe(firstSampleId);
    expect(firstSampleId).toBeGreaterThan(456_255);
  });

  it('default as often as real ones, more of them with low scores and dear credits', () => {
    expect(defaultRate(known)).toBeGreaterThan(0.065);
    expect(defaultRate(known)).toBeLessThan(0.1);
    const low = rateWhere(({ EXT_SOURCE_3: score }) => score !== null && Number(score) < 0.4);
    const high = rateWhere(({ EXT_SOURCE_3: score }) => Number(score) > 0.65);
    expect(low).toBeGreaterThan(2 * high);
    const dear = ({ AMT_CREDIT, AMT_GOODS_PRICE }: (typeof known)[number]): boolean =>
      Number(AMT_CREDIT) > 1.2 * Number(AMT_GOODS_PRICE);
    expect(rateWhere(dear)).toBeGreaterThan(rateWhere((customer) => !dear(customer)));
  });

  it('lack what real ones lack, and write the sentinel where nobody is employed', () => {
    const lacking = (name: string): number =>
      customers.filter((customer) => customer[name] === null).length / customers.length;
    expect(lacking('EXT_SOURCE_1')).toBeCloseTo(0.56, 1);
    expect(lacking('COMMONAREA_AVG')).toBeGreaterThan(0.6);
    for (const { DAYS_EMPLOYED, ORGANIZATION_TYPE } of customers)
      expect(DAYS_EMPLOYED === 365_243).toBe(ORGANIZATION_TYPE === 'XNA');
  });
});
