import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { algorithms } from '#libs/ml';
import { hyperparameterReferences, hyperparameterSchemas } from './hyperparameter-schemas.js';

const schemas = hyperparameterSchemas();
const document = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../openapi.json'), 'utf8')) as {
  components: { schemas: Record<string, unknown> };
};

describe('the documented hyperparameters', () => {
  it('are those of the catalogue, and stand in the committed document', () => {
    expect(document.components.schemas).toMatchObject(schemas);
    const referenced = hyperparameterReferences().map(({ $ref }) => $ref.split('/').at(-1)!);
    expect(referenced).toHaveLength(Object.keys(algorithms).length);
    Object.values(algorithms).forEach(({ hyperparameters }, index) => {
      const { properties } = schemas[referenced[index]!] as { properties: Record<string, object> };
      expect(Object.keys(properties)).toEqual(Object.keys(hyperparameters));
    });
  });

  it('name choices as types of their own, without a digit at the end', () => {
    expect(Object.keys(schemas).filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
    expect(schemas['GbdtObjective']).toMatchObject({
      enum: expect.arrayContaining(['squared_error', 'poisson']),
    });
  });

  it.each(Object.keys(algorithms) as (keyof typeof algorithms)[])(
    'of %s take what the estimator takes: its defaults for every task, and nothing unknown',
    (algorithm) => {
      const ajv = new Ajv({ strict: false, formats: { int32: true, int64: true } });
      for (const [name, schema] of Object.entries(schemas))
        ajv.addSchema(schema, `#/components/schemas/${name}`);
      const name = hyperparameterReferences()[Object.keys(algorithms).indexOf(algorithm)]!.$ref;
      const takes = ajv.getSchema(name)!;
      for (const task of algorithms[algorithm].tasks) {
        expect(takes(algorithms[algorithm].create(task).hyperparameters)).toBe(true);
      }
      expect(takes({})).toBe(true);
      expect(takes({ no_such_hyperparameter: 1 })).toBe(false);
    },
  );
});
