import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Nest's Swagger module wraps a reference that has a description in an `allOf` of one, as OpenAPI 3.0 needed
 * it. In 3.1 they stand side by side, and generated clients get the named type instead of a composition.
 */
export function unwrapReferences(document: OpenAPIObject): void {
  visit(document.components?.schemas);
}

function visit(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { allOf, ...rest } = node as { allOf?: unknown };
  if (Array.isArray(allOf) && allOf.length === 1 && isReference(allOf[0])) {
    delete (node as { allOf?: unknown }).allOf;
    Object.assign(node, allOf[0]);
  }
  Object.values(rest).forEach(visit);
}

function isReference(value: unknown): value is { $ref: string } {
  return typeof value === 'object' && value !== null && '$ref' in value;
}
