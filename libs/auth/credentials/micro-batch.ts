interface Waiting<Value> {
  resolve(value: Value | undefined): void;
  reject(error: unknown): void;
}

/**
 * Shares one read among everybody who asks at about the same time. A read never answers a question that
 * was asked after it was sent, so what it says is true at some moment after the question: that is what
 * lets a revocation take effect on the next call, which a cache cannot.
 */
export class MicroBatch<Value> {
  private waiting = new Map<string, Waiting<Value>[]>();
  private reading = false;

  constructor(private readonly read: (keys: string[]) => Promise<ReadonlyMap<string, Value>>) {}

  /** @returns undefined when the read does not answer for the key */
  load(key: string): Promise<Value | undefined> {
    return new Promise((resolve, reject) => {
      const others = this.waiting.get(key);
      if (others) others.push({ resolve, reject });
      else this.waiting.set(key, [{ resolve, reject }]);
      if (this.reading) return;
      this.reading = true;
      // After the requests that arrived in the same turn of the event loop.
      setImmediate(() => void this.send());
    });
  }

  private async send(): Promise<void> {
    // One read at a time: while it is away, the next batch gathers.
    while (this.waiting.size > 0) {
      const batch = this.waiting;
      this.waiting = new Map();
      try {
        const values = await this.read([...batch.keys()]);
        for (const [key, callers] of batch) {
          const value = values.get(key);
          for (const caller of callers) caller.resolve(value);
        }
      } catch (error) {
        for (const callers of batch.values()) for (const caller of callers) caller.reject(error);
      }
    }
    this.reading = false;
  }
}
