import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { DomainError, type FieldProblem } from '../errors/domain-error.js';

const checkedElsewhere = new WeakSet<object>();

/**
 * Marks a DTO that only documents a body: the service checks it against a model's feature schema, which
 * knows more (categories, missing allowed or not) and is compiled, so that it is not checked twice.
 */
export const CheckedByFeatureSchema = (): ClassDecorator => (target) => {
  checkedElsewhere.add(target);
};

/** Marks a DTO that only documents a body whose errors another protocol words (RFC 6749 token requests). */
export const CheckedByRoute = CheckedByFeatureSchema;

const optionalBodies = new WeakSet<object>();

/** Marks a DTO whose every field has a default: a request without a body means all of them. */
export const OptionalBody = (): ClassDecorator => (target) => {
  optionalBodies.add(target);
};

/** Deeper than any body of this API; what walks a body recursively must not run out of stack. */
const maximumDepth = 32;

/** Checks bodies, queries and path parameters against their DTO class; lists every problem, echoes no value. */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => validationFailed(errors.flatMap((error) => problemsOf(error, ''))),
    });
  }

  override transform(given: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const isAbsent = metadata.type === 'body' && given === undefined;
    const value = isAbsent && metadata.metatype && optionalBodies.has(metadata.metatype) ? {} : given;
    if (metadata.type === 'body' && isDeeperThan(maximumDepth, value)) {
      const detail = `must not be nested deeper than ${maximumDepth} levels`;
      return Promise.reject(validationFailed([{ pointer: '', detail }]));
    }
    if (metadata.metatype && checkedElsewhere.has(metadata.metatype)) return Promise.resolve(value);
    if (
      metadata.type === 'body' &&
      !isPlainObject(value) &&
      metadata.metatype !== undefined &&
      metadata.metatype !== Buffer
    ) {
      return Promise.reject(validationFailed([{ pointer: '', detail: 'the body must be a JSON object' }]));
    }
    return super.transform(value, metadata) as Promise<unknown>;
  }
}

export function validationFailed(problems: readonly FieldProblem[]): DomainError {
  const count = problems.length === 1 ? 'One field is' : `${problems.length} fields are`;
  return new DomainError('validation_failed', `${count} not valid; see errors.`, { problems });
}

function problemsOf(error: ValidationError, parent: string): FieldProblem[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((detail) => ({ pointer, detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => problemsOf(child, pointer))];
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) {
    if (isDeeperThan(levels - 1, (value as Record<string, unknown>)[key])) return true;
  }
  return false;
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
