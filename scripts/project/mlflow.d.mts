import type { StdioOptions } from 'node:child_process';
import type { ProcessGroup } from './process-group.mjs';

export interface MlflowStart {
  readonly python: string;
  /** Of the database and the artefacts. */
  readonly folder: string;
  readonly port: number;
  readonly workers?: number;
  /** More options of `mlflow server`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdio?: StdioOptions;
}

export declare function mlflowEnvironment(
  python: string,
  base?: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined>;

export declare function startMlflow(start: MlflowStart): ProcessGroup;

/** @throws when it ended instead, or does not answer in time */
export declare function untilHealthy(address: string, group: ProcessGroup, timeoutMs?: number): Promise<void>;

/** The port itself, or a free one for 0. */
export declare function freePort(port?: number): Promise<number>;
