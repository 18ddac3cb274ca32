/** The components that the paths refer to, directly or through other components: a document carries no others. */
export function reachable<Schema>(
  paths: unknown,
  schemas: Readonly<Record<string, Schema>>,
): Record<string, Schema> {
  const found = new Set<string>();
  visit(paths, (name) => {
    if (found.has(name) || !Object.hasOwn(schemas, name)) return undefined;
    found.add(name);
    return schemas[name];
  });
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)));
}

const prefix = '#/components/schemas/';

/** @param follow what stands behind a component's name, or undefined when it was followed before */
function visit(node: unknown, follow: (name: string) => unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string' && value.startsWith(prefix))
      visit(follow(value.slice(prefix.length)), follow);
    else visit(value, follow);
  }
}
