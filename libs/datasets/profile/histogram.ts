import { fewestRowsShown } from './figures.js';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bins of equal width, those with too few rows joined with their neighbour: none shows a single row. */
export function joinedBins([low, high]: readonly [number, number], counts: readonly number[]): Bin[] {
  const edge = (place: number): number =>
    place === counts.length ? high : low + ((high - low) * place) / counts.length;
  const bins: Bin[] = [];
  let from = low;
  let count = 0;
  counts.forEach((rows, place) => {
    count += rows;
    if (count > 0 && count < fewestRowsShown) return;
    bins.push({ from, to: edge(place + 1), count });
    from = edge(place + 1);
    count = 0;
  });
  const last = bins.pop();
  if (!last) return [];
  return [...bins, count === 0 ? last : { from: last.from, to: high, count: last.count + count }];
}
