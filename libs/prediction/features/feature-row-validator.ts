import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { nearestName } from '#libs/datasets';
import { type FeatureRow, type FeatureSchema, featureRowJsonSchema, type FeatureValue } from '#libs/models';
import type { FieldProblem } from '#libs/platform';

/** A row that a version can answer, with what its owner should know about it. */
export interface CheckedRow {
  /** Every feature, in the schema's order; null where missing. This is what the audit keeps. */
  readonly row: FeatureRow;
  readonly warnings: readonly string[];
}

const typeNames: Readonly<Record<string, string>> = {
  number: 'a number',
  integer: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  object: 'an object',
  null: 'null',
};

/** Checks rows against one version's feature schema. Compiled once per version. */
export class FeatureRowValidator {
  private readonly validate: ValidateFunction;

  constructor(
    private readonly features: readonly FeatureSchema[],
    private readonly model: string,
  ) {
    const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: true });
    this.validate = ajv.compile(featureRowJsonSchema(features));
  }

  /**
   * @param pointer where the row stands in the body, for the problems' pointers
   * @returns the checked row, or every problem of it; values are not echoed
   */
  check(candidate: unknown, pointer: string): CheckedRow | readonly FieldProblem[] {
    if (!this.validate(candidate))
      return (this.validate.errors ?? []).map((error) => this.describe(error, pointer));
    return this.complete(candidate as FeatureRow);
  }

  private complete(given: FeatureRow): CheckedRow {
    const row: Record<string, FeatureValue> = {};
    const warnings: string[] = [];
    for (const feature of this.features) {
      const value = given[feature.name];
      if (value === undefined) {
        row[feature.name] = null;
        warnings.push(`${feature.name} was left out and counts as missing`);
      } else if (typeof value === 'number') {
        // JSON text knows no negative zero, so neither may the graph: a replay must see the same bits.
        row[feature.name] = value + 0;
        if (value < feature.trainingMinimum! || value > feature.trainingMaximum!) {
          warnings.push(
            `${feature.name} is outside the range seen in training (${feature.trainingMinimum} to ${feature.trainingMaximum})`,
          );
        }
      } else {
        row[feature.name] = value;
      }
    }
    return { row, warnings };
  }

  private describe(error: ErrorObject, parent: string): FieldProblem {
    const at = (name: string): string => `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const pointer = `${parent}${error.instancePath}`;
    const params = error.params as Record<string, unknown>;
    switch (error.keyword) {
      case 'required': {
        const name = params['missingProperty'] as string;
        const nullable = this.features.find((feature) => feature.name === name)?.nullable;
        return {
          pointer: at(name),
          detail: nullable ? 'is required; send null where the value is missing' : 'is required',
        };
      }
      case 'additionalProperties': {
        const name = params['additionalProperty'] as string;
        const nearest = nearestName(
          name,
          this.features.map((feature) => feature.name),
        );
        return {
          pointer: at(name),
          detail: `is no feature of ${this.model}${nearest ? `; did you mean ${nearest}?` : ''}`,
        };
      }
      case 'type':
        return {
          pointer,
          detail: `must be ${[params['type'] as string | string[]]
            .flat()
            .map((type) => typeNames[type])
            .join(' or ')}`,
        };
      case 'enum':
        return {
          pointer,
          detail: `must be one of ${(params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`,
        };
      default:
        return { pointer, detail: error.message ?? 'is not valid' };
    }
  }
}
