import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = Record<string, Record<string, unknown>>;

/**
 * States in the document what the validation pipe does: unknown properties of request bodies are refused.
 * Nest's Swagger module never says so, and generated tests would then never try.
 */
export function refuseUnknownProperties(document: OpenAPIObject): void {
  const schemas = (document.components?.schemas ?? {}) as Schemas;
  const visited = new Set<string>();
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.post, item.put, item.patch, item.delete]) {
      if (operation?.requestBody) visit(operation.requestBody, schemas, visited);
    }
  }
}

function visit(node: unknown, schemas: Schemas, visited: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === '$ref' && typeof value === 'string') close(value.split('/').at(-1)!, schemas, visited);
    else visit(value, schemas, visited);
  }
}

function close(name: string, schemas: Schemas, visited: Set<string>): void {
  const schema = schemas[name];
  if (!schema || visited.has(name)) return;
  visited.add(name);
  if (schema['type'] === 'object' && schema['properties'] && schema['additionalProperties'] === undefined) {
    schema['additionalProperties'] = false;
  }
  visit(schema, schemas, visited);
}
