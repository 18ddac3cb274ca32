import { measure, type Plan } from './measure.js';
import type { TableSource } from './tables/bench-table.js';

/**
 * One small fit each, so that nobody's first process pays for a cold disk; says the versions and returns them.
 */
export async function warmUp(
  source: TableSource,
  { peers, settings }: Pick<Plan, 'peers' | 'settings'>,
): Promise<Record<string, string>> {
  const runs = await measure(source.load(), { peers, settings, rounds: [{ threads: 1, rounds: 1 }] });
  const versions = runs.map(({ peer, version }) => [peer, version] as const);
  console.log(versions.map((pair) => pair.join(' ')).join(', '));
  console.log('Every fit in a fresh process. Ratio: ours / peer, below 1 is faster or smaller.');
  return Object.fromEntries(versions);
}
