import { describe, expect, it } from '@jest/globals';
import { deliveredModel } from '../../testing/delivered-runs.js';
import type { DeliveredModel } from '../../testing/delivered-runs.js';
import { modelDirectory } from './model-directory.js';

const place = { runId: 'f'.repeat(32), artifactPath: 'model' };

function filesOf(
  delivered: DeliveredModel,
  where: Parameters<typeof modelDirectory>[1] = place,
): Record<string, string> {
  const { files } = modelDirectory(delivered, where);
  return Object.fromEntries(files.map(({ path, content }) => [path, new TextDecoder().decode(content)]));
}

describe('the directory of a model', () => {
  const delivered = deliveredModel('multiclass');
  const { row } = delivered.version;

  it('describes itself in MLmodel, for servers with logged models', () => {
    const modelId = `m-${'1'.repeat(32)}`;
    expect(
      filesOf(delivered, { ...place, modelId, artifactPath: 'mlflow-artifacts:/1/models/m/artifacts' })[
        'MLmodel'
      ],
    ).toBe(`artifact_path: 'mlflow-artifacts:/1/models/m/artifacts'
flavors:
  onnx:
    code: null
    data: model.onnx
    onnx_version: '1.23.0'
    onnx_session_options:
      intra_op_num_threads: 1
      inter_op_num_threads: 1
      execution_mode: sequential
    providers:
      - CPUExecutionProvider
  python_function:
    code: code
    data: model.onnx
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: veridict_pyfunc_1
    python_version: '3.11.7'
metadata:
  veridict:
    model: people-model
    version: 3
    sha256: ${/^[a-z]/.test(row.artefact_sha256) ? row.artefact_sha256 : `'${row.artefact_sha256}'`}
    task: multiclass
    algorithm: linear
    dataset: people
    target: tier
    training_fingerprint: '${'0123456789abcdef'.repeat(4)}'
    classes:
      - low
      - 'no'
      - 'très "haut"'
mlflow_version: '3.17.2'
model_id: ${modelId}
model_size_bytes: ${delivered.version.onnx.byteLength}
model_uuid: ${modelId}
run_id: ${'f'.repeat(32)}
saved_input_example_info:
  artifact_path: input_example.json
  pandas_orient: split
  serving_input_path: serving_input_example.json
  type: dataframe
signature:
  inputs: '[{"type":"double","name":"age","required":true},{"type":"double","name":"income","required":true},{"type":"string","name":"city","required":true},{"type":"boolean","name":"owner","required":true},{"type":"double","name":"smoker","required":true}]'
  outputs: '[{"type":"double","name":"probability_low","required":true},{"type":"double","name":"probability_no","required":true},{"type":"double","name":"probability_très \\"haut\\"","required":true},{"type":"string","name":"label","required":true}]'
  params: null
utc_time_created: '2026-11-21 10:00:00.123000'
`);
  });

  it('is known by the id of the run where the server knows no logged models', () => {
    const { modelJson } = modelDirectory(delivered, place);
    expect(JSON.parse(modelJson)).toMatchObject({
      artifact_path: 'model',
      run_id: place.runId,
      model_uuid: '0199f1b200007000800000000000002a',
      utc_time_created: '2026-11-21 10:00:00.123000',
      flavors: { onnx: { data: 'model.onnx' } },
    });
    expect(modelJson).not.toContain('model_id');
  });

  it.each([
    ['regression', 'prediction: double'],
    ['binary', 'probability: double, label: long'],
  ] as const)('gives for %s %s', (task, expected) => {
    const { modelJson } = modelDirectory(deliveredModel(task), place);
    const { signature, metadata } = JSON.parse(modelJson) as {
      signature: { outputs: string };
      metadata: { veridict: Record<string, unknown> };
    };
    const outputs = JSON.parse(signature.outputs) as { name: string; type: string }[];
    expect(outputs.map(({ name, type }) => `${name}: ${type}`).join(', ')).toBe(expected);
    expect(metadata.veridict['threshold']).toBe(task === 'binary' ? 0.4 : undefined);
    expect(metadata.veridict['interval']).toEqual(
      task === 'regression' ? { coverage: 0.9, radius: 1500 } : undefined,
    );
  });

  it('holds the file as it is stored, and what environments are made from', () => {
    const { files } = modelDirectory(delivered, place);
    expect(files.find(({ path }) => path === 'model.onnx')!.content).toBe(delivered.version.onnx);
    const texts = filesOf(delivered);
    expect(Object.keys(texts)).toEqual([
      'model.onnx',
      'code/veridict_pyfunc_1.py',
      'requirements.txt',
      'conda.yaml',
      'python_env.yaml',
      'input_example.json',
      'serving_input_example.json',
      'MLmodel',
    ]);
    expect(texts['requirements.txt']).toBe(
      'mlflow==3.17.2\nnumpy>=2,<3\nonnx==1.23.0\nonnxruntime==1.30.0\npandas>=2.2,<4\n',
    );
    expect(texts['conda.yaml']).toContain("  - pip:\n      - 'mlflow==3.17.2'\n");
    expect(texts['python_env.yaml']).toContain("dependencies:\n  - '-r requirements.txt'\n");
  });

  it('shows a row of ranges and categories as an example, none of the table', () => {
    const texts = filesOf(delivered);
    const example = {
      columns: ['age', 'income', 'city', 'owner', 'smoker'],
      data: [[45, 2500, 'Lyon', true, 1]],
    };
    expect(JSON.parse(texts['input_example.json']!)).toEqual(example);
    expect(JSON.parse(texts['serving_input_example.json']!)).toEqual({ dataframe_split: example });
  });

  it('is the same each time', () => {
    expect(modelDirectory(deliveredModel('binary'), place)).toEqual(
      modelDirectory(deliveredModel('binary'), place),
    );
  });
});
