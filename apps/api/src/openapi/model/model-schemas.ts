import { describedRowJsonSchema } from '#libs/models';
import type { ErrorCode } from '#libs/platform';
import { withName } from './model-operations.js';
import { type JsonSchema, narrowed, type ObjectSchema, type Schemas } from './schema.js';
import type { ServingModel } from './serving-model.js';
import { typedAnswer } from './typed-answer.js';

const rowReference = { $ref: '#/components/schemas/FeatureRow' };

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
  const features = version.features.map(({ name }) => name);
  const schemas: Record<string, JsonSchema> = {
    FeatureRow: {
      ...describedRowJsonSchema(version.features, columns),
      title: `Features of ${definition.name}`,
    },
    FeaturesRequestDto: narrowed(own('FeaturesRequestDto'), { features: rowReference }),
    InstancesRequestDto: narrowed(own('InstancesRequestDto'), {
      instances: { ...own('InstancesRequestDto').properties['instances'], items: rowReference },
    }),
    ...typedAnswer(own('PredictionDto'), model),
    ContributionDto: narrowed(own('ContributionDto'), {
      feature: { type: 'string', enum: features, description: 'Name of the feature' },
    }),
    ModelDto: narrowed(own('ModelDto'), { name: named }),
    ModelVersionDto: narrowed(own('ModelVersionDto'), { model: named }),
    ProblemDto: narrowed(own('ProblemDto'), {
      code: { type: 'string', enum: codes, description: 'Stable code to act on' },
    }),
  };
  // Components that a document does not refer to are left out of it later.
  return schemas;
}

function objectSchema(shared: Schemas, name: string, model: string): ObjectSchema {
  const schema = shared[name];
  if (!schema || !('properties' in schema)) throw new Error(`The contract has no object ${name}`);
  const { required = [], properties = {}, ...rest } = withName(schema, model);
  return { ...rest, required, properties: properties as ObjectSchema['properties'] };
}
