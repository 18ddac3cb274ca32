import { describe, expect, it } from '@jest/globals';
import { deliveredModel, deliveredRun } from '../testing/delivered-runs.js';
import { datasetInput } from './dataset-input.js';

const copy = { csv: new Uint8Array(), rowCount: 75 };

describe('the dataset of a run', () => {
  it('is named, told by its digest and described as pandas data are', () => {
    expect(datasetInput(deliveredModel('binary'))).toEqual({
      dataset: {
        name: 'people',
        digest: '0123456789abcdef0123456789abcdef0123',
        sourceType: 'code',
        source: '{"tags":{"mlflow.source.name":"veridict","mlflow.source.type":"JOB","relation":"census"}}',
        schema: JSON.stringify({
          mlflow_colspec: [
            { type: 'double', name: 'age', required: true },
            { type: 'double', name: 'income', required: false },
            { type: 'string', name: 'city', required: false },
            { type: 'boolean', name: 'owner', required: true },
            { type: 'boolean', name: 'smoker', required: false },
            { type: 'boolean', name: 'bought', required: true },
          ],
        }),
        profile: '{"num_rows":75,"num_elements":450}',
      },
      tags: [{ key: 'mlflow.data.context', value: 'training' }],
    });
  });

  it('can be loaded from the copy of its rows, where there is one', () => {
    const delivered = deliveredModel('binary');
    expect(datasetInput({ ...delivered, copy }, 'abc')!.dataset).toMatchObject({
      sourceType: 'local',
      source: '{"uri":"runs:/abc/dataset/training.csv"}',
    });
    expect(datasetInput(delivered, 'abc')!.dataset.sourceType).toBe('code');
  });

  it('shows the first columns of more than MLflow holds', () => {
    const delivered = deliveredModel('regression');
    const [first] = delivered.version.row.features;
    const features = Array.from({ length: 30_000 }, (_, place) => ({ ...first!, name: `column_${place}` }));
    const { version } = delivered;
    const { schema } = datasetInput({
      ...delivered,
      version: { ...version, row: { ...version.row, features } },
    })!.dataset;
    expect(schema.length).toBeLessThanOrEqual(1_048_575);
    const { mlflow_colspec: columns } = JSON.parse(schema) as { mlflow_colspec: { name: string }[] };
    expect(columns.length).toBeGreaterThan(10_000);
    expect(columns[0]!.name).toBe('column_0');
  });

  it('is none of a run that learned nothing', () => {
    expect(datasetInput(deliveredRun('binary'))).toBeUndefined();
  });
});
