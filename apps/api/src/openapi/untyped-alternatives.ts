import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * Nest's Swagger module adds the type of the property in the class to a parameter that is documented by `oneOf`. What the
 * class holds after a transformation is not what a caller may send: the alternatives alone say that.
 */
export function leaveAlternativesUntyped({ paths }: OpenAPIObject): void {
  const operations = Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((operation) => operation !== undefined),
  );
  for (const parameter of operations.flatMap(({ parameters = [] }) => parameters)) {
    if ('schema' in parameter && parameter.schema && 'oneOf' in parameter.schema)
      delete parameter.schema.type;
  }
}
