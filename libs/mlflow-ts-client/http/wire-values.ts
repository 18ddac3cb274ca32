import type { Texts } from '../call-options.js';
import { MlflowError } from '../mlflow-error.js';

export type WireObject = Readonly<Record<string, unknown>>;

/** A double as MLflow's JSON has it: JSON itself has neither NaN nor infinities. */
export function wireDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** A moment as MLflow has it, in milliseconds since the epoch. */
export function wireTime(moment: Date | undefined): number | undefined {
  return moment?.getTime();
}

/** `{a: 'b'}` as `[{key: 'a', value: 'b'}]`. */
export function wirePairs(texts: Texts | undefined): { key: string; value: string }[] | undefined {
  return texts && Object.entries(texts).map(([key, value]) => ({ key, value }));
}

/** Fields of a reply. Unset fields and empty lists are left out by MLflow; a wrong type is never passed on. */
export class WireReader {
  constructor(
    private readonly fields: WireObject,
    private readonly path: string,
  ) {}

  text(name: string): string {
    return this.optionalText(name) ?? this.fail(name, 'text');
  }

  optionalText(name: string): string | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
    // Ids and versions are texts; some gateways re-encode those made of digits as numbers.
    if (typeof value === 'number') return String(value);
    return this.fail(name, 'text');
  }

  /** One of the enumeration's names, or whatever newer name the server knows. */
  name<T extends string>(name: string, absent: T): T {
    return (this.optionalText(name) as T | undefined) ?? absent;
  }

  optionalInteger(name: string): number | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isInteger(number)) return number;
    return this.fail(name, 'an integer');
  }

  double(name: string): number {
    const value = this.fields[name];
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && /^(?:NaN|-?Infinity)$/.test(value)) return Number(value);
    return this.fail(name, 'a number');
  }

  optionalTime(name: string): Date | undefined {
    const milliseconds = this.optionalInteger(name);
    return milliseconds === undefined ? undefined : new Date(milliseconds);
  }

  boolean(name: string): boolean {
    const value = this.fields[name];
    if (value === undefined || value === null || typeof value === 'boolean') return value ?? false;
    return this.fail(name, 'true or false');
  }

  object(name: string): WireReader {
    return this.optionalObject(name) ?? this.fail(name, 'an object');
  }

  optionalObject(name: string): WireReader | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    return isWireObject(value) ? new WireReader(value, this.at(name)) : this.fail(name, 'an object');
  }

  list(name: string): WireReader[] {
    const value = this.fields[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) return this.fail(name, 'a list');
    return value.map((item: unknown, index) => {
      const at = `${name}[${index}]`;
      return isWireObject(item) ? new WireReader(item, this.at(at)) : this.fail(at, 'an object');
    });
  }

  texts(name: string): string[] {
    const value = this.fields[name];
    if (value === undefined || value === null) return [];
    const isTexts = Array.isArray(value) && value.every((item) => typeof item === 'string');
    return isTexts ? value : this.fail(name, 'a list of texts');
  }

  pairs(name: string): Texts {
    return Object.fromEntries(
      this.list(name).map((pair) => [pair.text('key'), pair.optionalText('value') ?? '']),
    );
  }

  private at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  private fail(name: string, wanted: string): never {
    throw new MlflowError(
      `The tracking server's reply cannot be understood: "${this.at(name)}" should be ${wanted}.`,
      { errorCode: 'UNEXPECTED_ANSWER', kind: 'server', isTransient: true, mayHaveArrived: true },
    );
  }
}

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
