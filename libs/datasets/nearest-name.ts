/** The known name that differs least from a misspelt one; undefined when none is close. */
export function nearestName(given: string, known: readonly string[]): string | undefined {
  // A distance over more than that is neither a slip of the finger nor cheap to compute.
  if (given.length > 100) return undefined;
  const candidates = known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.floor(name.length / 4)));
  candidates.sort((a, b) => a.distance - b.distance);
  return candidates[0]?.name;
}

/** Levenshtein distance, two rows of the matrix at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length]!;
}
