/** Wakes a waiting loop; a ring that nobody waited for is kept for the next who does. */
export class Bell {
  private rung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Resolves when it rings, when the time is up, or when the signal aborts. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.rung)
      await pause(milliseconds, signal, (wake) => {
        this.wake = wake;
      });
    this.wake = undefined;
    this.rung = false;
  }
}

/** Resolves when the time is up or the signal aborts. */
export function pause(
  milliseconds: number,
  signal: AbortSignal,
  onStart?: (end: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end, { once: true });
    onStart?.(end);
    if (signal.aborted) end();
  });
}
