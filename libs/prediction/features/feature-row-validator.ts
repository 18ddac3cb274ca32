import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { nearestName } from '#libs/datasets';
import {
  dayOf,
  type FeatureRow,
  type FeatureSchema,
  featureRowJsonSchema,
  type FeatureValue,
  isDay,
  numberOf,
  type RequestColumns,
} from '#libs/models';
import type { FieldProblem } from '#libs/platform';
import { RowMatcher } from './row-matcher.js';
import { valueProblem } from './row-problem.js';
import { Sentinels } from './sentinels.js';

/** A row that a version can answer, with what its owner should know about it. */
export interface CheckedRow {
  /** Every feature, in the schema's order; null where missing. This is what the audit keeps. */
  readonly row: FeatureRow;
  readonly warnings: readonly string[];
}

/** Rows that only ever come from the dataset spell everything as it does. */
const noMore: RequestColumns = {
  aliases: new Map(),
  synonyms: new Map(),
  unused: [],
  targetNames: new Set(),
};

/** Checks rows against one version's feature schema. Compiled once per version. */
export class FeatureRowValidator {
  private readonly validate: ValidateFunction;
  private readonly matcher: RowMatcher;
  private readonly sentinels: Sentinels;
  /** Of open features: the texts that the training rows held. */
  private readonly known: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly unusedNames: readonly string[];

  constructor(
    private readonly features: readonly FeatureSchema[],
    private readonly model: string,
    private readonly columns: RequestColumns = noMore,
  ) {
    // verbose: an error tells whether the value was a text. No message holds the value.
    const ajv = new Ajv({
      ...{ allErrors: true, allowUnionTypes: true, strict: true, verbose: true },
      // Every object has a `constructor`; a row has one only where it was sent. Slower, and seldom needed.
      ownProperties: [...features, ...columns.unused].some(({ name }) => name in Object.prototype),
      formats: { date: isDay },
    });
    this.validate = ajv.compile(featureRowJsonSchema(features, columns.unused));
    this.matcher = new RowMatcher(features, columns, model);
    this.sentinels = new Sentinels(features);
    this.known = new Map(
      features.flatMap(({ name, open, categories }) => (open ? [[name, new Set(categories)]] : [])),
    );
    this.unusedNames = columns.unused.map(({ name }) => name);
  }

  /**
   * @param pointer where the row stands in the body, for the problems' pointers
   * @returns the checked row, or every problem of it; values are not echoed
   */
  check(candidate: unknown, pointer: string): CheckedRow | readonly FieldProblem[] {
    const { row: spelt, cleared } = this.sentinels.clear(candidate);
    // Most rows are spelt as the dataset spells them, and pay for nothing else.
    if (this.validate(spelt) && this.knowsTexts(spelt as FeatureRow))
      return this.complete(spelt as FeatureRow, cleared);
    if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate))
      return [{ pointer, detail: 'must be an object' }];
    const matched = this.matcher.match(candidate as FeatureRow);
    const { givenNames, problems } = matched;
    // An alias may have held a value that stands for nothing.
    const { row, cleared: all } = this.sentinels.clear(matched.row);
    const fits = this.validate(row);
    if (fits && problems.length === 0) return this.complete(row as FeatureRow, all);
    const nameOf = (column: string): string => givenNames.get(column) ?? column;
    return [
      ...problems.map(({ name, detail }) => ({ pointer: at(pointer, name), detail })),
      ...(fits ? [] : this.validate.errors!).map((error) => this.describe(error, pointer, nameOf)),
    ];
  }

  private knowsTexts(row: FeatureRow): boolean {
    for (const [name, texts] of this.known) {
      const value = row[name];
      if (typeof value === 'string' && !texts.has(value)) return false;
    }
    return true;
  }

  private complete(given: FeatureRow, cleared: readonly string[]): CheckedRow {
    const row: Record<string, FeatureValue> = {};
    const warnings = cleared.map((name) => `${name} holds a value that stands for a missing one`);
    for (const feature of this.features) {
      const value = Object.hasOwn(given, feature.name) ? given[feature.name] : undefined;
      if (value === undefined) {
        row[feature.name] = null;
        warnings.push(`${feature.name} was left out and counts as missing`);
      } else if (typeof value === 'number') {
        // JSON text knows no negative zero, so neither may the graph: a replay must see the same bits.
        row[feature.name] = value + 0;
        warnings.push(...rangeWarning(feature, value));
      } else {
        row[feature.name] = value;
        if (typeof value === 'string') warnings.push(...this.textWarning(feature, value));
      }
    }
    for (const name of this.unusedNames)
      if (Object.hasOwn(given, name)) warnings.push(`${name} is not used by ${this.model}`);
    return { row, warnings };
  }

  private textWarning(feature: FeatureSchema, value: string): string[] {
    if (feature.kind === 'date') return rangeWarning(feature, numberOf(value));
    const texts = this.known.get(feature.name);
    return !texts || texts.has(value)
      ? []
      : [`${feature.name} holds a text that the training rows did not; it counts as none of the known`];
  }

  private describe(error: ErrorObject, parent: string, nameOf: (column: string) => string): FieldProblem {
    const params = error.params as Record<string, unknown>;
    switch (error.keyword) {
      case 'required': {
        const name = params['missingProperty'] as string;
        const nullable = this.features.find((feature) => feature.name === name)?.nullable;
        return {
          pointer: at(parent, name),
          detail: nullable ? 'is required; send null where the value is missing' : 'is required',
        };
      }
      case 'additionalProperties': {
        const name = params['additionalProperty'] as string;
        const nearest = this.nearest(name);
        return {
          pointer: at(parent, name),
          detail: `is no feature of ${this.model}${nearest ? `; did you mean ${nearest}?` : ''}`,
        };
      }
      default: {
        const column = columnAt(error.instancePath);
        return {
          pointer: at(parent, nameOf(column)),
          detail: valueProblem(error, this.booleanTexts(column)),
        };
      }
    }
  }

  /** The column that a misspelt name, or a misspelt alias, comes nearest to. */
  private nearest(name: string): string | undefined {
    const { aliases } = this.columns;
    const known = [...this.features.map((feature) => feature.name), ...this.unusedNames, ...aliases.keys()];
    const nearest = nearestName(name, known);
    return nearest === undefined ? undefined : (aliases.get(nearest) ?? nearest);
  }

  private booleanTexts(column: string): string[] | undefined {
    const synonyms = this.columns.synonyms.get(column);
    return synonyms && Object.values(synonyms).flat();
  }
}

function rangeWarning(
  { name, kind, trainingMinimum, trainingMaximum }: FeatureSchema,
  value: number,
): string[] {
  if (!(value < trainingMinimum! || value > trainingMaximum!)) return [];
  const shown = (bound: number): string => (kind === 'date' ? dayOf(bound) : String(bound));
  const range = `${shown(trainingMinimum!)} to ${shown(trainingMaximum!)}`;
  return [`${name} is outside the range seen in training (${range})`];
}

function at(parent: string, name: string): string {
  return `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The name in a pointer of one level. */
function columnAt(instancePath: string): string {
  return instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
}
