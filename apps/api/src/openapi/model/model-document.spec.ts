import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FeatureSchema, ModelVersionEntity } from '#libs/models';
import type { Contract } from '../document.js';
import { modelDocument } from './model-document.js';
import type { ServingModel } from './serving-model.js';

const contract: Contract = {
  document: JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../../../../../openapi.json'), 'utf8'),
  ) as OpenAPIObject,
  errors: new Map([
    ['predict', ['validation_failed', 'model_not_ready']],
    ['train', ['training_in_progress']],
  ]),
};
const features: readonly FeatureSchema[] = [
  {
    ...{ name: 'income', kind: 'numeric', description: 'Income', unit: 'EUR', minimum: 0 },
    ...{ nullable: true, optional: true, trainingMissing: 0 },
  },
  {
    ...{ name: 'grade', kind: 'categorical', description: 'Grade', categories: ['a', 'b'] },
    ...{ nullable: false, optional: false, trainingMissing: 0 },
  },
];

function serving(
  version: Pick<ModelVersionEntity, 'task'> & Partial<ModelVersionEntity>,
  more: Partial<ServingModel> = {},
): ServingModel {
  return {
    definition: {
      ...{ name: 'a-model', origin: 'user', description: 'A model', dataset: 'rows', target: 'outcome' },
      ...{ task: version.task, features: features.map(({ name }) => name) },
    },
    version: {
      ...{
        version: 3,
        artefact_sha256: '0'.repeat(64),
        created_at: new Date(0),
        classes: null,
        interval: null,
      },
      ...{ features: [...features], ...version },
    } as ModelVersionEntity,
    threshold: null,
    columns: { aliases: new Map(), synonyms: new Map(), unused: [], targetNames: new Set(['outcome']) },
    server: 'https://api.example.org',
    ...more,
  };
}

const tasks = {
  regression: serving({ task: 'regression', interval: { coverage: 0.9, radius: 2 } }),
  'regression without an interval': serving({ task: 'regression' }),
  binary: serving({ task: 'binary' }, { threshold: 0.4 }),
  multiclass: serving({ task: 'multiclass', classes: ['one', 'two', '__proto__'] }),
};
type Schema = { properties: Record<string, unknown>; required: string[] };
const schemaOf = (model: ServingModel, name: string): Schema =>
  modelDocument(contract, model).components!.schemas![name] as unknown as Schema;

function references(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : references(value),
  );
}

describe('the document of one model', () => {
  it.each(Object.keys(tasks) as (keyof typeof tasks)[])('is complete, and holds nothing else: %s', (task) => {
    const document = modelDocument(contract, tasks[task]);
    const named = new Set(references(document).map((reference) => reference.split('/').at(-1)));
    expect([...named].sort()).toEqual(Object.keys(document.components!.schemas!).sort());
    expect(JSON.stringify(document)).not.toContain('{model}');
    const tags = Object.values(document.paths).flatMap(({ get, post }) => (get ?? post)!.tags);
    expect(document.tags?.map(({ name }) => name).sort()).toEqual([...new Set(tags)].sort());
  });

  it.each([
    ['regression', ['prediction', 'interval'], ['probability', 'threshold', 'label', 'probabilities']],
    ['regression without an interval', ['prediction'], ['interval', 'probability', 'threshold', 'label']],
    ['binary', ['prediction', 'probability', 'threshold'], ['interval', 'label', 'probabilities']],
    ['multiclass', ['prediction', 'label', 'probabilities'], ['interval', 'probability', 'threshold']],
  ] as const)('requires what the task answers and knows nothing else: %s', (task, present, absent) => {
    const { properties, required } = schemaOf(tasks[task], 'PredictionDto');
    expect(required).toEqual([...present, 'prediction_id', 'model', 'model_version', 'warnings']);
    for (const name of absent) expect(properties).not.toHaveProperty(name);
  });

  it('has a property for every class, whatever it is called', () => {
    const { properties, required } = schemaOf(tasks.multiclass, 'ClassProbabilities');
    expect(Object.keys(properties)).toEqual(required);
    expect(required).toContain('__proto__');
  });

  it('takes the rows that requests are checked against', () => {
    expect(schemaOf(tasks.binary, 'FeatureRow')).toMatchObject({
      additionalProperties: false,
      required: ['grade'],
      properties: {
        income: { type: ['number', 'null'], description: 'Income (EUR)', minimum: 0 },
        grade: { type: 'string', enum: ['a', 'b'] },
      },
    });
  });

  it('lists the errors of its own operations', () => {
    const { code } = schemaOf(tasks.binary, 'ProblemDto').properties as { code: { enum: string[] } };
    expect(code.enum).toEqual(expect.arrayContaining(['validation_failed', 'shutting_down']));
    expect(code.enum).not.toContain('training_in_progress');
  });

  it('leaves the contract as it was', () => {
    const before = JSON.stringify(contract.document);
    modelDocument(contract, tasks.multiclass);
    expect(JSON.stringify(contract.document)).toBe(before);
  });
});
