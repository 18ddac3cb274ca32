import { describedRowJsonSchema } from '#libs/models';
import type { ErrorCode } from '#libs/platform';
import { withName } from './model-operations.js';
import { type JsonSchema, narrowed, type ObjectSchema, type Schemas, withoutExample } from './schema.js';
import type { ServingModel } from './serving-model.js';
import { typedAnswer } from './typed-answer.js';

/**
 * The components that are another thing for this model than for any model, made of the shared ones, so that what is
 * added to those is here too.
 *
 * @param codes of the errors that its operations answer
 */
export function modelSchemas(shared: Schemas, model: ServingModel, codes: readonly ErrorCode[]): Schemas {
  const { definition, version, columns } = model;
  const own = (name: string): ObjectSchema => objectSchema(shared, name, definition.name);
  const named = { type: 'string', const: definition.name };
  const feature = { type: 'string', enum: version.features.map(({ name }) => name) };
  const row = describedRowJsonSchema(version.features, columns);
  const { required: _, ...changes } = describedRowJsonSchema(version.features, { ...columns, unused: [] });
  const schemas: Record<string, JsonSchema> = {
    ...speakingOfModels(shared, (name) => narrowed(own(name), { model: named })),
    ModelDto: narrowed(own('ModelDto'), { name: named }),
    FeatureRow: { ...row, title: `Features of ${definition.name}` },
    FeatureChanges: { ...changes, title: `Some features of ${definition.name}`, minProperties: 1 },
    FeaturesRequestDto: narrowed(own('FeaturesRequestDto'), { features: reference('FeatureRow') }),
    InstancesRequestDto: narrowed(own('InstancesRequestDto'), {
      instances: { ...own('InstancesRequestDto').properties['instances'], items: reference('FeatureRow') },
    }),
    WhatIfRequestDto: narrowed(own('WhatIfRequestDto'), { changes: reference('FeatureChanges') }),
    CounterfactualRequestDto: narrowed(own('CounterfactualRequestDto'), {
      actionable: {
        ...withoutExample(own('CounterfactualRequestDto').properties['actionable']!),
        items: feature,
      },
    }),
    ...typedAnswer(own('PredictionDto'), model),
    ContributionDto: narrowed(own('ContributionDto'), {
      feature: { ...feature, description: 'Name of the feature' },
    }),
    ProblemDto: narrowed(own('ProblemDto'), {
      code: { type: 'string', enum: codes, description: 'Stable code to act on' },
    }),
  };
  // Components that a document does not refer to are left out of it later.
  return schemas;
}

const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

/** Every component with a property `model`. */
function speakingOfModels(
  shared: Schemas,
  narrow: (name: string) => ObjectSchema,
): Record<string, ObjectSchema> {
  const names = Object.entries(shared).filter(
    ([, schema]) => 'properties' in schema && schema.properties && Object.hasOwn(schema.properties, 'model'),
  );
  return Object.fromEntries(names.map(([name]) => [name, narrow(name)]));
}

function objectSchema(shared: Schemas, name: string, model: string): ObjectSchema {
  const schema = shared[name];
  if (!schema || !('properties' in schema)) throw new Error(`The contract has no object ${name}`);
  const { required = [], properties = {}, ...rest } = withName(schema, model);
  return { ...rest, required, properties: properties as ObjectSchema['properties'] };
}
