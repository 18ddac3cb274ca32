import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Image } from './rehearsal.mjs';

export declare function makePrograms(folder: string): string;

export declare function runIn(programs: string): (command: string, folder: string) => Promise<void>;

export declare function startIn(
  image: Image,
  command: readonly string[],
  options: { readonly programs: string; readonly environment?: Readonly<Record<string, string>> },
): ChildProcessByStdio<null, Readable, Readable>;

export declare function openToAll(folder: string): void;
