import type { Attempt, Change, Changeable } from './changeable.js';

/** More are not even listed. */
const mostListed = 10_000;

/** Every way to change that many features; undefined where there are too many. */
export function allChanges(changeables: readonly Changeable[], count: number): Change[][] | undefined {
  let states: Change[][] = [[]];
  for (let place = 0; place < count; place += 1) {
    const next: Change[][] = [];
    for (const changes of states) {
      const last = changes.at(-1);
      for (const changeable of changeables.slice(last ? changeables.indexOf(last.changeable) + 1 : 0)) {
        for (const to of changeable.candidates) next.push([...changes, { changeable, to }]);
        if (next.length > mostListed) return undefined;
      }
    }
    states = next;
  }
  return states;
}

/** Every attempt with one change more; the same set of changes once. */
export function expansions(attempts: readonly Attempt[], changeables: readonly Changeable[]): Change[][] {
  const seen = new Set<string>();
  const expanded: Change[][] = [];
  for (const { changes } of attempts) {
    for (const changeable of changeables) {
      if (changes.some((change) => change.changeable === changeable)) continue;
      for (const to of changeable.candidates) {
        const next = [...changes, { changeable, to }];
        const key = JSON.stringify(next.map((change) => [change.changeable.feature, change.to]).sort());
        if (seen.has(key)) continue;
        seen.add(key);
        expanded.push(next);
      }
    }
  }
  return expanded;
}
