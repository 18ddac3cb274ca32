import type { ChildProcess, SpawnOptions } from 'node:child_process';

export interface GroupEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The program could not be started. */
  readonly error?: Error;
}

export interface ProcessGroup {
  /** The program that was started; its own children are in its group. */
  readonly child: ChildProcess;
  /** After the program ended, and everything that it left behind. */
  readonly ended: Promise<GroupEnd>;
  /** To all of them. */
  signal(signal: NodeJS.Signals): void;
  /** Asks them to end, then makes them. */
  stop(graceMs?: number): Promise<GroupEnd>;
}

export declare function startProcessGroup(
  program: string,
  args: readonly string[],
  options?: SpawnOptions,
): ProcessGroup;
