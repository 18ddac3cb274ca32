export interface PythonEnvironment {
  readonly name: string;
  /** File that pins the packages, by its path in the repository. */
  readonly requirements: string;
  readonly oldest: readonly [number, number];
  readonly newest?: readonly [number, number];
}

export { PythonUnavailable } from './find-python.mjs';

export declare const environments: Readonly<
  Record<'mlflow' | 'mlflow2' | 'linters' | 'bench', PythonEnvironment>
>;

/**
 * Makes the environment when there is none or when its requirements changed.
 *
 * @returns path of its Python
 * @throws PythonUnavailable
 */
export declare function prepareEnvironment(
  environment: PythonEnvironment,
  options?: { readonly report?: (line: string) => void; readonly folder?: string },
): Promise<string>;
