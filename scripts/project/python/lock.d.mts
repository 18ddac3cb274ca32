/** Runs `action` in one process at a time; the others wait, and `onWait` is called once for each. */
export declare function withLock<Result>(
  file: string,
  action: () => Promise<Result>,
  onWait?: () => void,
): Promise<Result>;
