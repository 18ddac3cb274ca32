import { createHash } from 'node:crypto';
import type { ModelVersionDto } from '#libs/sdk';

/** As the contract documents it: the first 32 bits of a text's SHA-256, divided by 2³². */
const position = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;

/** Whether a version held out a row, by the rule that it publishes. */
export function isHeldOut(
  { split, test_size }: ModelVersionDto,
  identifier: string,
  target: unknown,
): boolean {
  switch (split.method) {
    case 'identifier':
      return position(identifier) < test_size;
    case 'stratified':
      return position(identifier) < (split.cuts?.[String(Number(target))] ?? 0);
    default:
      throw new Error(`${split.method} splits by a column`);
  }
}

/** Chance that somebody who left got the higher probability than somebody who stayed; ties count half. */
export function areaUnderRoc(probabilities: readonly number[], positive: readonly boolean[]): number {
  let wins = 0;
  let pairs = 0;
  for (const [i, left] of positive.entries()) {
    if (!left) continue;
    for (const [j, other] of positive.entries()) {
      if (other) continue;
      pairs += 1;
      wins += probabilities[i]! > probabilities[j]! ? 1 : probabilities[i] === probabilities[j] ? 0.5 : 0;
    }
  }
  return wins / pairs;
}
