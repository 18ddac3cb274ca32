/** Whether two values of JSON are the same, numbers to the last bit. The order of names does not matter. */
export function isIdentical(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  const names = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every(
      (name) =>
        Object.hasOwn(b, name) &&
        isIdentical((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
    )
  );
}
