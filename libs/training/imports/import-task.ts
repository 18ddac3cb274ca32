import type { FitResult, FitTask } from '../fit/fit-task.js';
import type { CheckInput } from './check/check-process.js';

/** What the thread of an import works on: rows are read and split as for a training. */
export interface ImportTask extends FitTask {
  /** Binary: what the caller asks for. */
  readonly threshold: number | undefined;
}

/** From the thread. To it goes, once, the `CheckedFile` that the check of its rows gave. */
export type ImportMessage =
  | { readonly type: 'rows'; readonly input: Omit<CheckInput, 'file'> }
  | { readonly type: 'result'; readonly result: FitResult }
  | {
      readonly type: 'refused';
      readonly problems: readonly { readonly field: string; readonly detail: string }[];
    };
