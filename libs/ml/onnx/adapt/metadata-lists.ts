/** A list of texts that a file carries in its metadata as JSON; undefined where it does not, or not so. */
export function listOf(
  metadata: Readonly<Record<string, string>>,
  key: string,
): readonly string[] | undefined {
  if (!Object.hasOwn(metadata, key)) return undefined;
  try {
    const list: unknown = JSON.parse(metadata[key]!);
    const isList = Array.isArray(list) && list.length > 0 && new Set(list).size === list.length;
    return isList && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
