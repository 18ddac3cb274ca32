import type { FeatureSchema } from './versions/fitted-schema.js';

/** The subset of JSON Schema 2020-12 that feature schemas need. */
export interface FeatureRowJsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What a row of features must look like for a version; requests are checked against exactly this. */
export function featureRowJsonSchema(features: readonly FeatureSchema[]): FeatureRowJsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required: features.filter((feature) => !feature.optional).map((feature) => feature.name),
    properties: Object.fromEntries(features.map((feature) => [feature.name, propertySchema(feature)])),
  };
}

function propertySchema(feature: FeatureSchema): Record<string, unknown> {
  const orNull = (type: string): string | string[] => (feature.nullable ? [type, 'null'] : type);
  const description = feature.unit ? `${feature.description} (${feature.unit})` : feature.description;
  switch (feature.kind) {
    case 'numeric':
      return {
        type: orNull(feature.integer ? 'integer' : 'number'),
        description,
        ...(feature.minimum === undefined ? {} : { minimum: feature.minimum }),
        ...(feature.maximum === undefined ? {} : { maximum: feature.maximum }),
      };
    case 'boolean':
      return { type: orNull('boolean'), description };
    case 'categorical': {
      const categories = feature.categories ?? [];
      return {
        type: orNull('string'),
        description,
        enum: feature.nullable ? [...categories, null] : [...categories],
      };
    }
  }
}
