import { invalidArgument } from './mlflow-error.js';

/**
 * A text as a value of MLflow's search language: in quotes that it does not contain itself.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for texts with both kinds of quotes, which the language cannot hold.
 */
export function filterText(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  throw invalidArgument('A search cannot look for a text that has both single and double quotes.');
}
