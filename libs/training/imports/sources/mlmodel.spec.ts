import { describe, expect, it } from '@jest/globals';
import { parseMlflowUri } from './mlflow-uri.js';
import { readMlModel } from './mlmodel.js';

/** As mlflow.onnx.log_model of MLflow 3.11 writes it. */
const logged = `artifact_path: models:/m-1
flavors:
  onnx:
    code: null
    data: model.onnx
    onnx_session_options: null
    onnx_version: 1.19.1
    providers:
    - CUDAExecutionProvider
    - CPUExecutionProvider
  python_function:
    data: somewhere/else
    env:
      conda: conda.yaml
    loader_module: mlflow.onnx
mlflow_version: 3.11.1
signature:
  inputs: '[{"type": "double", "name": "onnx"}]'
`;

describe('an MLmodel file', () => {
  it('names the file of its ONNX flavour, in block style, in flow style and as JSON', () => {
    const flavours = ['onnx', 'python_function'];
    expect(readMlModel(logged)).toEqual({ flavours, onnxFile: 'model.onnx' });
    const flow = `flavors:\n  onnx: {code: null, data: "a b/model.onnx", onnx_version: 1.18.0}\n  python_function: {data: other}\n`;
    expect(readMlModel(flow)).toEqual({ flavours, onnxFile: 'a b/model.onnx' });
    const json = JSON.stringify({
      flavors: { onnx: { data: 'model.onnx' }, python_function: { data: 'x' } },
    });
    expect(readMlModel(json)).toEqual({ flavours, onnxFile: 'model.onnx' });
    expect(readMlModel(logged.replaceAll('\n', '\r\n')).onnxFile).toBe('model.onnx');
  });

  it('names none where there is none, whatever else it is', () => {
    const sklearn = `flavors:\n  python_function:\n    data: model.pkl\n  sklearn:\n    pickled_model: model.pkl\ndata: onnx\n`;
    expect(readMlModel(sklearn)).toEqual({ flavours: ['python_function', 'sklearn'], onnxFile: undefined });
    for (const text of [
      '',
      '<html>',
      'flavors:',
      'onnx:\n  data: model.onnx',
      '{"flavors": null}',
      '[]',
      'null',
    ])
      expect(readMlModel(text).onnxFile).toBeUndefined();
  });
});

describe('an address of a model in MLflow', () => {
  const id = '0123456789abcdef'.repeat(2);

  it('is an alias, a version, a logged model, or a path of a run', () => {
    expect(parseMlflowUri('models:/loan-amount@champion')).toEqual({
      kind: 'alias',
      name: 'loan-amount',
      alias: 'champion',
    });
    expect(parseMlflowUri('models:/loan-amount/3')).toEqual({
      kind: 'version',
      name: 'loan-amount',
      version: '3',
    });
    expect(parseMlflowUri(`models:/m-${id}`)).toEqual({ kind: 'logged_model', modelId: `m-${id}` });
    expect(parseMlflowUri(`runs:/${id}/some/model`)).toEqual({ kind: 'run', runId: id, path: 'some/model' });
  });

  it('is nothing else: no path, no scheme, no way out of a run', () => {
    for (const uri of [
      'models:/loan-amount',
      'models:/loan-amount/latest',
      'models:/../3',
      'models://host/loan-amount/3',
      'models:/a/b/3',
      `runs:/${id}`,
      `runs:/${id}/../x`,
      `runs:/${id}/a/./b`,
      `runs:/${id}/a%2f..%2fb`,
      `runs:/${id}/`,
      'file:///etc/passwd',
      '/etc/passwd',
      'http://127.0.0.1/model.onnx',
      's3://bucket/model',
    ])
      expect([uri, parseMlflowUri(uri)]).toEqual([uri, undefined]);
  });
});
