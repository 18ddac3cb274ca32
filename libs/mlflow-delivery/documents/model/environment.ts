import type { ArtifactFile } from '../delivered-run.js';
import { textFile } from '../text-file.js';
import { yaml } from './yaml.js';

/**
 * Versions that were run together; ONNX Runtime is the one that serves here, onnx the newest that this MLflow names. Of
 * pandas both 2 and 3 were.
 */
export const python = '3.11.7';
export const mlflow = '3.17.2';
export const onnx = '1.23.0';
const requirements = [
  `mlflow==${mlflow}`,
  'numpy>=2,<3',
  `onnx==${onnx}`,
  'onnxruntime==1.30.0',
  'pandas>=2.2,<4',
] as const;

/** What MLflow makes environments from; `mlflow models serve` refuses a model without them. */
export function environmentFiles(): ArtifactFile[] {
  return [
    textFile('requirements.txt', `${requirements.join('\n')}\n`),
    textFile(
      'conda.yaml',
      yaml({
        name: 'mlflow-env',
        channels: ['conda-forge'],
        dependencies: [`python=${python}`, 'pip', { pip: requirements }],
      }),
    ),
    textFile(
      'python_env.yaml',
      yaml({
        python,
        build_dependencies: ['pip', 'setuptools', 'wheel'],
        dependencies: ['-r requirements.txt'],
      }),
    ),
  ];
}
