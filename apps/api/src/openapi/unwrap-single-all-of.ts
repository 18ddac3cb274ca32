/**
 * Nest's Swagger module wraps a reference that has a description or an example in an `allOf` of one, which
 * OpenAPI 3.0 needed; in 3.1 a reference may have siblings, and generators name the type better without.
 */
export function unwrapSingleAllOf(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Record<string, unknown>;
  const { allOf } = schema;
  if (Array.isArray(allOf) && allOf.length === 1 && isReference(allOf[0])) {
    delete schema['allOf'];
    schema['$ref'] = allOf[0].$ref;
  }
  for (const value of Object.values(schema)) unwrapSingleAllOf(value);
}

function isReference(schema: unknown): schema is { $ref: string } {
  return (
    typeof schema === 'object' && schema !== null && '$ref' in schema && Object.keys(schema).length === 1
  );
}
