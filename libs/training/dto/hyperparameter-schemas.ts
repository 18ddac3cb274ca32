import { algorithms, type HyperparameterDescription } from '#libs/ml';
import { getSchemaPath } from '@nestjs/swagger';

type Schema = Record<string, unknown>;

/** `gbdt` and `max_depth` to `Gbdt` and `MaxDepth`. */
const pascalCase = (name: string): string =>
  name.replace(/(?:^|_)([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());

const schemaName = (algorithm: string): string => `${pascalCase(algorithm)}Hyperparameters`;

/** One reference per algorithm of the catalogue. */
export function hyperparameterReferences(): { $ref: string }[] {
  return Object.keys(algorithms).map((algorithm) => ({ $ref: getSchemaPath(schemaName(algorithm)) }));
}

/**
 * What each algorithm takes, as components of the OpenAPI document, made from the catalogue that requests are
 * checked against. Choices have a component of their own, which gives them a name in generated clients.
 */
export function hyperparameterSchemas(): Record<string, Schema> {
  const schemas: Record<string, Schema> = {};
  for (const [algorithm, { description, hyperparameters }] of Object.entries(algorithms)) {
    const properties: Record<string, Schema> = {};
    for (const [name, hyperparameter] of Object.entries(hyperparameters)) {
      const choices = `${pascalCase(algorithm)}${pascalCase(name)}`;
      if (hyperparameter.type === 'choice')
        schemas[choices] = { type: 'string', enum: [...hyperparameter.choices] };
      properties[name] = propertySchema(hyperparameter, choices);
    }
    schemas[schemaName(algorithm)] = { type: 'object', description, additionalProperties: false, properties };
  }
  return schemas;
}

function propertySchema(hyperparameter: HyperparameterDescription, choices: string): Schema {
  const { tasks } = hyperparameter;
  const description = tasks
    ? `${tasks.join(', ')}: ${hyperparameter.description}`
    : hyperparameter.description;
  switch (hyperparameter.type) {
    case 'number':
    case 'integer': {
      const { type, minimum, maximum, default: standard } = hyperparameter;
      const format = type === 'integer' ? { format: maximum > 2147483647 ? 'int64' : 'int32' } : {};
      return { type, ...format, minimum, maximum, default: standard, description };
    }
    case 'boolean':
      return { type: 'boolean', default: hyperparameter.default, description };
    case 'text': {
      const { pattern, default: standard } = hyperparameter;
      return { type: 'string', maxLength: 200, pattern, default: standard, description };
    }
    case 'monotone':
      return {
        type: 'object',
        additionalProperties: { type: 'integer', format: 'int32', minimum: -1, maximum: 1 },
        default: hyperparameter.default,
        description,
      };
    case 'choice':
      return { $ref: getSchemaPath(choices), default: hyperparameter.default, description };
  }
}
