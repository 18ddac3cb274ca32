import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { isStorable, PredictionAudit, PredictionRecords } from '#libs/audit';
import { DirectConnections } from '#libs/database';
import {
  type AuditApplication,
  predictionRecord,
  startAuditApplication,
} from '../support/audit-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('a prediction record that is read back', () => {
  let database: TestDatabase;
  let application: AuditApplication;
  let audit: PredictionAudit;
  let records: PredictionRecords;

  beforeAll(async () => {
    database = await createTestDatabase();
    application = await startAuditApplication(database.application);
    audit = application.app.get(PredictionAudit);
    records = application.app.get(PredictionRecords);
  });

  afterAll(async () => {
    await audit.close();
    await application.app.get(DirectConnections).close();
    await application.app.close();
    await database.drop();
  });

  async function throughTheTable(inputs: Record<string, unknown>): Promise<Record<string, unknown> | null> {
    const record = predictionRecord({ inputs });
    await audit.write([record]);
    return (await records.find(record.id)).inputs;
  }

  it.each([5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, -1.7976931348623157e308, 0.1 + 0.2])(
    'holds %p bit for bit',
    async (value) => {
      expect(await throughTheTable({ value })).toEqual({ value });
    },
  );

  it.each([2 ** 53, 2 ** 53 + 2, 2 ** 60, 123456789012345680000, -(2 ** 63)])(
    'holds the whole number %p',
    async (value) => {
      expect(await throughTheTable({ value })).toEqual({ value });
    },
  );

  it('holds -0 as 0, as every JSON answer does', async () => {
    expect(Object.is((await throughTheTable({ value: -0 }))!['value'], 0)).toBe(true);
  });

  it('holds every finite double', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 200 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        async (values, threshold) => {
          const record = predictionRecord({ inputs: { values }, output: { values }, threshold });
          await audit.write([record]);
          const row = await records.find(record.id);
          const positiveZero = (value: number): number => (value === 0 ? 0 : value);
          expect(row.inputs).toEqual({ values: values.map(positiveZero) });
          expect(row.output).toEqual({ values: values.map(positiveZero) });
          expect(row.threshold).toBe(positiveZero(threshold));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('holds every object that isStorable accepts, with any text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.string({ unit: 'binary' }),
          fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(null), fc.integer()),
        ),
        async (generated) => {
          const inputs = { ...generated };
          fc.pre(isStorable(inputs));
          expect(await throughTheTable(inputs)).toEqual(inputs);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a NUL character', 'a\0b'],
    ['an unpaired surrogate', 'a\ud800b'],
  ])('refuses %s in inputs as the caller’s fault, and writes the call without them', async (_name, text) => {
    expect(isStorable({ text })).toBe(false);
    await expect(throughTheTable({ text })).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(throughTheTable({ [text]: 1 })).rejects.toMatchObject({ code: 'validation_failed' });
    const refusal = predictionRecord({
      inputs: null,
      output: null,
      status: 'refused',
      httpStatus: 422,
      errorCode: 'validation_failed',
      subjectId: text,
      errorFields: [text],
    });
    await audit.write([refusal]);
    expect(await records.find(refusal.id)).toMatchObject({
      error_fields: ['a\ufffdb'],
      subject_id: 'a\ufffdb',
    });
  });

  it('holds text that merely looks like an escaped NUL character', async () => {
    const inputs = { text: '\\u0000 \\ud800 \\\\u0000' };
    expect(await throughTheTable(inputs)).toEqual(inputs);
  });

  it('is not found under another id', async () => {
    await expect(records.find(uuidv7())).rejects.toMatchObject({ code: 'audit_record_not_found' });
  });
});
