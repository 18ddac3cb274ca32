import type { ArtifactFile, DeliveredRun, DeliveredVersion } from '../delivered-run.js';
import { textFile } from '../text-file.js';
import { environmentFiles, mlflow, onnx as onnxVersion, python } from './environment.js';
import { exampleRow } from './input-example.js';
import { loaderModule, loaderSource } from './python-loader.js';
import { signatureOf, type Signature } from './signature.js';
import { yaml, type YamlValue } from './yaml.js';

type DeliveredModel = DeliveredRun & { readonly version: DeliveredVersion };

export interface ModelPlace {
  /** MLflow's id of the run. */
  readonly runId: string;
  /** Servers that know logged models. */
  readonly modelId?: string;
  /** `model` below a run, or the logged model's artifact_uri. */
  readonly artifactPath: string;
  /** Servers that do not know logged models: 32 hex digits; the run's own id when absent. */
  readonly modelUuid?: string;
}

export interface ModelDirectory {
  /** Paths are relative to the directory. */
  readonly files: readonly ArtifactFile[];
  /** What `runs/log-model` takes as `model_json`: the content of MLmodel as JSON. */
  readonly modelJson: string;
}

/** A directory that Python opens with `mlflow.pyfunc.load_model` and `mlflow models serve`. */
export function modelDirectory(delivered: DeliveredModel, place: ModelPlace): ModelDirectory {
  const { onnx, row } = delivered.version;
  const signature = signatureOf(onnx);
  const example = {
    columns: signature.inputs.map(({ name }) => name),
    data: [exampleRow(signature.inputs, row.features)],
  };
  const document = modelDocument(delivered, place, signature);
  return {
    modelJson: JSON.stringify(document),
    files: [
      { path: 'model.onnx', content: onnx },
      textFile(`code/${loaderModule}.py`, loaderSource),
      ...environmentFiles(),
      textFile('input_example.json', `${JSON.stringify(example)}\n`),
      textFile(
        'serving_input_example.json',
        `${JSON.stringify({ dataframe_split: example }, undefined, 2)}\n`,
      ),
      // Last: whoever lists the directory and finds it, finds all of it.
      textFile('MLmodel', yaml(document)),
    ],
  };
}

function modelDocument(
  delivered: DeliveredModel,
  { runId, modelId, artifactPath, modelUuid }: ModelPlace,
  { inputs, outputs }: Signature,
): YamlValue {
  const { row, onnx } = delivered.version;
  return {
    artifact_path: artifactPath,
    flavors: {
      onnx: {
        code: null,
        data: 'model.onnx',
        onnx_version: onnxVersion,
        // As the service runs it: small graphs gain nothing from more threads.
        onnx_session_options: {
          intra_op_num_threads: 1,
          inter_op_num_threads: 1,
          execution_mode: 'sequential',
        },
        providers: ['CPUExecutionProvider'],
      },
      python_function: {
        code: 'code',
        data: 'model.onnx',
        env: { conda: 'conda.yaml', virtualenv: 'python_env.yaml' },
        loader_module: loaderModule,
        python_version: python,
      },
    },
    metadata: metadataOf(delivered),
    mlflow_version: mlflow,
    model_id: modelId,
    model_size_bytes: onnx.byteLength,
    model_uuid: modelId ?? modelUuid ?? delivered.run.id.replaceAll('-', ''),
    run_id: runId,
    saved_input_example_info: {
      artifact_path: 'input_example.json',
      pandas_orient: 'split',
      serving_input_path: 'serving_input_example.json',
      type: 'dataframe',
    },
    signature: { inputs: JSON.stringify(inputs), outputs: JSON.stringify(outputs), params: null },
    utc_time_created: pythonTime(row.created_at),
  };
}

/** What the file alone does not say. */
function metadataOf({ model, version: { row } }: DeliveredModel): YamlValue {
  return {
    veridict: {
      model: row.model,
      version: row.version,
      sha256: row.artefact_sha256,
      task: row.task,
      algorithm: row.algorithm,
      dataset: model.dataset,
      target: model.target,
      training_fingerprint: row.card.training_fingerprint,
      threshold: row.threshold ?? undefined,
      classes: row.classes ?? undefined,
      interval: row.interval ? { coverage: row.interval.coverage, radius: row.interval.radius } : undefined,
    },
  };
}

/** datetime.utcnow() as text. */
function pythonTime(time: Date): string {
  return time
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.\d{3})Z$/, '$1000');
}
