/** A value at the end of a column's range that stands far off all others, and often: probably no value at all. */
export interface SuspectedSentinel {
  readonly value: number;
  readonly count: number;
}

/** How many times the range of all other values the gap must be, and how often the value must occur. */
const farOff = 5;
const often = 3;

/** The ends of the numbers that were seen, and what stands next to them. */
export class Extremes {
  private readonly low = new End((a, b) => a < b);
  private readonly high = new End((a, b) => a > b);

  observe(value: number): void {
    this.low.observe(value);
    this.high.observe(value);
  }

  get minimum(): number | undefined {
    return this.low.value;
  }

  get maximum(): number | undefined {
    return this.high.value;
  }

  sentinels(): SuspectedSentinel[] {
    return [suspected(this.high, this.low), suspected(this.low, this.high)].filter(
      (sentinel) => sentinel !== undefined,
    );
  }
}

/** The outermost value of one side, how often it occurs, and the one next to it. */
class End {
  value: number | undefined;
  count = 0;
  next: number | undefined;

  constructor(private readonly isFurther: (a: number, b: number) => boolean) {}

  observe(value: number): void {
    if (value === this.value) this.count++;
    else if (this.value === undefined || this.isFurther(value, this.value)) {
      this.next = this.value;
      this.value = value;
      this.count = 1;
    } else if (this.next === undefined || this.isFurther(value, this.next)) this.next = value;
  }
}

function suspected(end: End, other: End): SuspectedSentinel | undefined {
  if (end.value === undefined || end.next === undefined || other.value === undefined) return undefined;
  const range = Math.abs(end.next - other.value);
  const gap = Math.abs(end.value - end.next);
  return range > 0 && end.count >= often && gap >= farOff * range
    ? { value: end.value, count: end.count }
    : undefined;
}
