import { DomainError } from '#libs/platform';

/**
 * One hash keeps a core busy for about 14 ms and 19 MiB. Two at a time leave half of libuv's four threads
 * to everything else; more would complete no more logins and slow predictions down.
 */
const atOnce = 2;
/** At least the 50 simultaneous right logins that must all succeed; at 14 ms a full queue waits 0.4 s. */
const longestQueue = 60;
const typicalHashMs = 14;

/** Lets few password hashes run at a time, so that a flood of logins cannot starve predictions. */
export class HashGate {
  private running = 0;
  private readonly queue: (() => void)[] = [];

  /** @throws DomainError `overloaded` at once when the queue is full */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < atOnce) this.running++;
    else await this.takePlace();
    try {
      return await work();
    } finally {
      // The place passes to the next in line, so that a newcomer cannot overtake it.
      const next = this.queue.shift();
      if (next) next();
      else this.running--;
    }
  }

  get waiting(): number {
    return this.queue.length;
  }

  private takePlace(): Promise<void> {
    if (this.queue.length >= longestQueue) {
      throw new DomainError('overloaded', 'Too many sign-ins at this moment; try again shortly.', {
        retryAfterSeconds: Math.max(1, Math.ceil((this.queue.length * typicalHashMs) / atOnce / 1000)),
      });
    }
    return new Promise((resolve) => this.queue.push(resolve));
  }
}
