import type { DeliveredVersion } from '../delivered-run.js';

/** How to ask it outside of Veridict, and what trips people there. */
export function pythonUse({ row }: DeliveredVersion): string {
  const hasTexts = row.features.some(({ kind }) => kind === 'categorical');
  return [
    'In Python, with the address of the model or of its version in MLflow:',
    [
      '```python',
      'import mlflow',
      '',
      'model = mlflow.pyfunc.load_model(address)',
      'model.predict(model.input_example)',
      '```',
    ].join('\n'),
    `Numbers are float64 (whole numbers too: \`astype("float64")\`), a missing one is NaN${hasTexts ? '; a missing text is None' : ''}. A yes or no that may be missing is 1.0, 0.0 or NaN.`,
  ].join('\n\n');
}
