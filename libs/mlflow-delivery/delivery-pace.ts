/** When to try again. All in milliseconds; tests are less patient than installations. */
export interface DeliveryPace {
  /** Between attempts on a server that is away; doubled each time up to the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** The same for one run that the server fails on while it serves others. */
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** Failed attempts on one run, after which a person has to look. */
  readonly attempts: number;
  /** Idle deliverers ask the server this often whether it is there. */
  readonly checkMs: number;
  /** How often a process asks whether it may deliver, while another does. */
  readonly lockMs: number;
  /** An alias that the server will not take is offered again after this. */
  readonly aliasRetryMs: number;
}

export const usualPace: DeliveryPace = {
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
  firstRetryMs: 1_000,
  longestRetryMs: 300_000,
  attempts: 10,
  checkMs: 30_000,
  lockMs: 2_000,
  aliasRetryMs: 60_000,
};

/** Nest knows values by a name only. */
export const deliveryPace = Symbol('DeliveryPace');

export function doubled(firstMs: number, longestMs: number, failures: number): number {
  return Math.min(longestMs, firstMs * 2 ** (failures - 1));
}
