import { type JsonSchema, type ObjectSchema, withoutExample } from './schema.js';
import type { ServingModel } from './serving-model.js';

const share = { type: 'number', minimum: 0, maximum: 1 };

/** What only some tasks answer; each task says of these which it has. */
const ofSomeTasks = ['prediction', 'probability', 'label', 'probabilities', 'interval', 'threshold'] as const;
type OfSomeTasks = (typeof ofSomeTasks)[number];

/**
 * The answer as this model gives it: nothing optional that is always there, nothing that is never there.
 *
 * @param prediction the answer of any model
 */
export function typedAnswer(prediction: ObjectSchema, model: ServingModel): Record<string, JsonSchema> {
  const own = ownProperties(prediction.properties, model);
  const others = Object.entries(prediction.properties)
    .filter(([name]) => !(ofSomeTasks as readonly string[]).includes(name))
    .map(([name, schema]) => [name, withoutExample(schema)] as const);
  const { version, definition } = model;
  const answer: ObjectSchema = {
    ...prediction,
    properties: {
      ...own,
      ...Object.fromEntries(others),
      model: { type: 'string', const: definition.name },
    },
    required: [...Object.keys(own), ...prediction.required.filter((name) => !(name in own))],
  };
  return {
    PredictionDto: answer,
    ...(version.classes ? { ClassProbabilities: probabilitiesOf(version.classes) } : {}),
  };
}

function ownProperties(
  { prediction, probability, label, interval, threshold }: ObjectSchema['properties'],
  { definition, version, threshold: inForce }: ServingModel,
): Partial<Record<OfSomeTasks, JsonSchema>> {
  switch (version.task) {
    case 'regression': {
      const description = `\`${definition.target}\`, in the unit of the target`;
      const value = { ...withoutExample(prediction!), description };
      return version.interval ? { prediction: value, interval: interval! } : { prediction: value };
    }
    case 'binary': {
      const positive = definition.positiveClass;
      const meaning = positive === undefined ? 'class 1' : `\`${positive}\``;
      return {
        prediction: {
          type: 'integer',
          enum: [0, 1],
          description: `1 when the probability reaches the threshold: ${meaning}`,
        },
        probability: { ...probability, description: `Of ${meaning}` },
        threshold: { ...threshold, ...(inForce === null ? {} : { example: inForce }) },
      };
    }
    case 'multiclass': {
      const classes = version.classes!;
      return {
        prediction: {
          type: 'integer',
          enum: classes.map((_, index) => index),
          description: 'Index of the most probable class',
        },
        label: { type: 'string', enum: classes, description: label!['description'] },
        probabilities: { $ref: '#/components/schemas/ClassProbabilities' },
      };
    }
  }
}

function probabilitiesOf(classes: readonly string[]): JsonSchema {
  return {
    type: 'object',
    description: 'Probability of each class; their sum is 1',
    additionalProperties: false,
    required: classes,
    properties: Object.fromEntries(classes.map((name) => [name, share])),
  };
}
