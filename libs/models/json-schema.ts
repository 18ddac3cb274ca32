import type { RequestColumns } from './request-columns.js';
import type { FeatureSchema } from './versions/fitted-schema.js';

/** Of a category that nobody can list: longer texts are documents. In code points. */
const longestOpenText = 1000;
/** What the audit can keep: no NUL, no half of a surrogate pair. */
const storablePattern = '^[^\\u0000\\p{Cs}]*$';
/** Enough to see what such texts look like. */
const mostExamples = 20;

type PropertySchema = Readonly<Record<string, unknown>>;

/** The subset of JSON Schema 2020-12 that feature schemas need. */
export interface FeatureRowJsonSchema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, PropertySchema>>;
}

/**
 * What a row must look like for a version, in the columns' own names and values; requests are checked against exactly
 * this, after what they spell otherwise is matched.
 */
export function featureRowJsonSchema(
  features: readonly FeatureSchema[],
  unused: readonly FeatureSchema[] = [],
): FeatureRowJsonSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required: features.filter((feature) => !feature.optional).map((feature) => feature.name),
    properties: Object.fromEntries(
      [...features, ...unused].map((feature) => [feature.name, propertySchema(feature)]),
    ),
  };
}

/**
 * The same for people and form generators: what is taken but not used is `deprecated`, so that no form asks for it, and
 * `x-aliases` and `x-synonyms` name other spellings where the dataset declares some.
 */
export function describedRowJsonSchema(
  features: readonly FeatureSchema[],
  { aliases, synonyms, unused }: RequestColumns,
): FeatureRowJsonSchema {
  const schema = featureRowJsonSchema(features, unused);
  const properties = { ...schema.properties };
  const add = (name: string, annotations: PropertySchema): void => {
    properties[name] = { ...properties[name], ...annotations };
  };
  for (const { name, description } of unused)
    add(name, { deprecated: true, description: `${description}; taken, but not used` });
  for (const name of new Set(aliases.values())) {
    add(name, { 'x-aliases': [...aliases].filter(([, column]) => column === name).map(([alias]) => alias) });
  }
  for (const [name, texts] of synonyms) add(name, { 'x-synonyms': texts });
  return {
    description:
      'Every row that fits is answered. Texts are matched without regard to case, accents and blanks, so that other spellings are answered too.',
    ...schema,
    properties,
  };
}

function propertySchema(feature: FeatureSchema): PropertySchema {
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
    case 'date':
      return { type: orNull('string'), format: 'date', description };
    case 'categorical': {
      const { categories, nullable, open } = feature;
      if (open)
        return {
          type: orNull('string'),
          description,
          maxLength: longestOpenText,
          pattern: storablePattern,
          ...(categories && categories.length > 0 ? { examples: categories.slice(0, mostExamples) } : {}),
        };
      return {
        type: orNull('string'),
        description,
        ...(categories ? { enum: nullable ? [...categories, null] : [...categories] } : {}),
      };
    }
  }
}
