/** A durable queue, declared by the library whose jobs it carries. */
export interface QueueDefinition {
  readonly name: string;
  /** Takes the jobs whose worker died on every attempt, so that what they stood for still ends. */
  readonly abandoned: string;
  /** Attempts after the first one. */
  readonly retryLimit: number;
  /** Longer than any job lasts: an expired one would be run a second time beside the first. */
  readonly expireInSeconds: number;
}
