/** When attempts are slowed down. A delay, never a lock: whoever waits may try again. */
export interface ThrottlePolicy {
  /** Failures in a row without delay; as many attempts may be undecided at the same time. */
  readonly freeFailures: number;
  /** Doubles with every further failure, up to `longestDelaySeconds`. */
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
  /** Failures are forgotten this long after the last one. */
  readonly forgetAfterSeconds: number;
  /** Whether a right password clears the record. */
  readonly clearedBySuccess: boolean;
}

/**
 * Five: people mistype three or four times before they give up. The longest delay is a minute: it leaves a
 * guesser 1,440 tries a day, which is nothing against 15 characters, and it is also the longest that
 * somebody else's guessing can make the owner wait at an unknown place; Keycloak's 15 minutes would make
 * the guard the attack. Forgetting after an hour gives a patient guesser 5 tries an hour, fewer than that.
 */
export const accountPolicy: ThrottlePolicy = {
  freeFailures: 5,
  firstDelaySeconds: 1,
  longestDelaySeconds: 60,
  forgetAfterSeconds: 3600,
  clearedBySuccess: true,
};

/**
 * Twenty: an office behind one address mistypes more than a person. A success does not clear it, or a
 * guesser with an account of his own would sign in between any two guesses.
 */
export const sourcePolicy: ThrottlePolicy = { ...accountPolicy, freeFailures: 20, clearedBySuccess: false };

/** Whoever asks which addresses are registered is slowed down like whoever guesses passwords. */
export const registrationPolicy: ThrottlePolicy = sourcePolicy;

export function delaySecondsAfter(failures: number, policy: ThrottlePolicy): number {
  const beyond = failures - policy.freeFailures;
  if (beyond < 0) return 0;
  return Math.min(policy.longestDelaySeconds, policy.firstDelaySeconds * 2 ** Math.min(beyond, 20));
}
