/** From values to pixels, and the round values that are written beside. */
export interface Scale {
  readonly ticks: readonly number[];
  position(value: number): number;
}

/** The smallest range of round ends that holds the values. */
export function linearScale(values: readonly number[], from: number, to: number, wantedTicks = 6): Scale {
  const finite = values.filter((value) => Number.isFinite(value));
  let low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  let high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  if (finite.length === 0) [low, high] = [0, 1];
  // A single value gets room on both sides.
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  const step = roundStep((high - low) / wantedTicks);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, place) =>
    Number(((first + place) * step).toPrecision(12)),
  );
  const [start, end] = [ticks[0]!, ticks.at(-1)!];
  return { ticks, position: (value) => from + ((value - start) / (end - start)) * (to - from) };
}

function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= atLeast) ?? atLeast;
}

/** Short: 12,000 is 12k. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential().replace('e+', 'e');
  for (const [unit, letter] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
  ] as const)
    if (size >= unit) return `${Number((value / unit).toPrecision(6))}${letter}`;
  return size >= 1e4 ? `${Number((value / 1e3).toPrecision(6))}k` : String(Number(value.toPrecision(6)));
}
