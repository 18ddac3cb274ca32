const live = process.stdout.isTTY === true;

/** "12.3 s", or "2 min 5 s" from a minute on. */
export function duration(ms) {
  const seconds = ms / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/**
 * Prints a line for a step: its label while it runs (with the seconds, on a terminal), the label and
 * the whole duration when it ended.
 *
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} step
 * @param {(result: T) => string} [ending] text after the duration
 * @returns {Promise<T>}
 */
export async function withProgress(label, step, ending = () => '') {
  const begin = performance.now();
  const elapsed = () => duration(performance.now() - begin);
  const draw = () => process.stdout.write(`\r${label} … ${elapsed()}`);
  const ticker = live ? setInterval(draw, 200) : undefined;
  if (live) draw();
  else process.stdout.write(`${label} … `);
  try {
    const result = await step();
    process.stdout.write(live ? `\r${label} … ${elapsed()}` : elapsed());
    process.stdout.write(`${ending(result)}\n`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}
