import type { OpenAPIObject } from '@nestjs/swagger';

export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
/** As JSON Schema 2020-12, which the types of Nest's Swagger module do not know. */
export type JsonSchema = Readonly<Record<string, unknown>>;
export interface ObjectSchema extends JsonSchema {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/** With other, narrower schemas for some of its properties. */
export function narrowed(schema: ObjectSchema, properties: ObjectSchema['properties']): ObjectSchema {
  return { ...schema, properties: { ...schema.properties, ...properties } };
}

/** The shared examples are of another model. */
export function withoutExample({ example: _, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
