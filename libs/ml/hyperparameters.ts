import { MlError, type Problem } from './errors.js';
import type { HyperparameterValue, Task } from './estimator.js';

interface Described {
  readonly description: string;
  /** Absent: for every task of the algorithm. */
  readonly tasks?: readonly Task[];
}

/** What a form needs to offer a hyperparameter and what `create` checks. Bounds are inclusive. */
export type HyperparameterDescription = Described &
  (
    | {
        readonly type: 'number' | 'integer';
        readonly default: number;
        readonly minimum: number;
        readonly maximum: number;
      }
    | { readonly type: 'boolean'; readonly default: boolean }
    | { readonly type: 'choice'; readonly default: string; readonly choices: readonly string[] }
    | {
        readonly type: 'text';
        readonly default: string;
        /** A regular expression (ECMA-262) that the whole text matches. */
        readonly pattern: string;
        /** The pattern in words, after "must be". */
        readonly format: string;
      }
    /** A record of feature names: 1 where the answer may only rise with the feature, -1 fall, 0 either. */
    | { readonly type: 'monotone'; readonly default: Readonly<Record<string, number>> }
  );

/** Checked and complete values of one task. */
export class Hyperparameters {
  constructor(readonly values: Readonly<Record<string, HyperparameterValue>>) {}

  number(name: string): number {
    const value = this.values[name];
    if (typeof value === 'number') return value;
    throw new TypeError(`hyperparameter ${name} is not described as a number`);
  }

  text(name: string): string {
    const value = this.values[name];
    if (typeof value === 'string') return value;
    throw new TypeError(`hyperparameter ${name} is not described as a text`);
  }

  boolean(name: string): boolean {
    const value = this.values[name];
    if (typeof value === 'boolean') return value;
    throw new TypeError(`hyperparameter ${name} is not described as a boolean`);
  }

  monotone(name: string): Readonly<Record<string, number>> {
    const value = this.values[name];
    if (typeof value === 'object') return value;
    throw new TypeError(`hyperparameter ${name} is not described as monotone`);
  }

  /** Whether the task has this hyperparameter. */
  has(name: string): boolean {
    return Object.hasOwn(this.values, name);
  }
}

/**
 * Fills in defaults and refuses what the descriptions do not allow.
 *
 * @throws MlError `invalid_hyperparameters` with every problem, one per field.
 */
export function resolveHyperparameters(
  descriptions: Readonly<Record<string, HyperparameterDescription>>,
  task: Task,
  given: Readonly<Record<string, unknown>>,
): Hyperparameters {
  const offered = Object.entries(descriptions).filter(([, { tasks }]) => tasks?.includes(task) ?? true);
  const names = offered.map(([name]) => name);
  const problems: Problem[] = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((field) => ({
      field,
      detail: Object.hasOwn(descriptions, field)
        ? `does not apply to the task ${task}`
        : `is not known; known are ${names.join(', ')}`,
    }));
  const values: Record<string, HyperparameterValue> = {};
  for (const [field, description] of offered) {
    const value = Object.hasOwn(given, field) ? given[field] : description.default;
    const detail = problemOf(description, value);
    if (detail === undefined) values[field] = value as HyperparameterValue;
    else problems.push({ field, detail });
  }
  if (problems.length > 0) throw new MlError('invalid_hyperparameters', problems);
  return new Hyperparameters(Object.freeze(values));
}

function problemOf(description: HyperparameterDescription, value: unknown): string | undefined {
  switch (description.type) {
    case 'number':
    case 'integer': {
      const { type, minimum, maximum } = description;
      const isRightType = typeof value === 'number' && (type === 'number' || Number.isInteger(value));
      if (isRightType && value >= minimum && value <= maximum) return undefined;
      return `must be ${type === 'integer' ? 'an integer' : 'a number'} from ${minimum} to ${maximum}, is ${shown(value)}`;
    }
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `must be true or false, is ${shown(value)}`;
    case 'choice':
      if (typeof value === 'string' && description.choices.includes(value)) return undefined;
      return `must be one of ${description.choices.join(', ')}, is ${shown(value)}`;
    case 'text':
      if (typeof value === 'string' && new RegExp(`^(?:${description.pattern})$`).test(value))
        return undefined;
      return `must be ${description.format}, is ${shown(value)}`;
    case 'monotone':
      return isMonotone(value) ? undefined : 'must map names of features to -1, 0 or 1';
  }
}

function isMonotone(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((direction) => direction === -1 || direction === 0 || direction === 1);
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
}
