/** A leaf of a tree that is being grown. Sums and bounds are in quanta. */
export interface GrowingLeaf {
  readonly index: number;
  /** Its rows are those at start … start + count - 1 of the partitioned rows. */
  readonly start: number;
  readonly count: number;
  readonly depth: number;
  readonly gradient: number;
  readonly hessian: number;
  readonly minimum: number;
  readonly maximum: number;
  /** The L2 penalty that the split which made it was judged by, beside reg_lambda. */
  readonly additionalLambda: number;
  /** Where its histogram stands, while it is kept. */
  histogram: number | undefined;
  /** Undefined: it stays a leaf. */
  split: CandidateSplit | undefined;
}

/** The best split of a leaf, as the scan found it. */
export interface CandidateSplit {
  readonly column: number;
  /** In quanta. */
  readonly gain: number;
  readonly trueGradient: number;
  readonly trueHessian: number;
  readonly missingGoesTrue: boolean;
  readonly kind: number;
  /** Numbers: the last bin of the true branch. */
  readonly bin: number;
  /** Categories: one bit per bin, bin 0 is missing. */
  readonly set: Uint8Array | undefined;
}

/** Per bin 1 where it takes the true branch. */
export function trueBins({ bin, missingGoesTrue, set }: CandidateSplit, target: Uint8Array): void {
  for (let b = 0; b < target.length; b += 1) {
    if (set !== undefined) target[b] = ((set[b >> 3] ?? 0) >> (b & 7)) & 1;
    else target[b] = b === 0 ? Number(missingGoesTrue) : Number(b <= bin);
  }
}
