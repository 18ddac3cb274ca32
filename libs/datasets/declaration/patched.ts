/** RFC 7396: what is absent stays, null takes away. */
export function patched<Value>(
  change: Value | null | undefined,
  current: Value | undefined,
): Value | undefined {
  return change === undefined ? current : (change ?? undefined);
}

type WithoutUndefined<Properties> = { [Key in keyof Properties]?: Exclude<Properties[Key], undefined> };

/** Definitions hold no key that says nothing: they are compared as they are stored. */
export function withoutUndefined<Properties extends object>(
  properties: Properties,
): WithoutUndefined<Properties> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as WithoutUndefined<Properties>;
}
