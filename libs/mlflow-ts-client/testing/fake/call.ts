import type { FakeState } from './state.js';
import { invalid } from './problem.js';

/** One request as a route sees it. */
export interface Call {
  readonly state: FakeState;
  readonly major: 2 | 3;
  readonly query: URLSearchParams;
  readonly body: Fields;
  /** What the pattern of the route captured, decoded. */
  readonly captured: readonly string[];
}

/** Bytes and their type, where the answer is no JSON. */
export interface RawReply {
  readonly raw: Uint8Array;
  readonly contentType: string | undefined;
}

export type Reply = object | RawReply;

export interface Route {
  readonly method: string;
  /** Below `/api/2.0/mlflow/`. */
  readonly path: RegExp;
  /** The first major version that has it. */
  readonly since?: 3;
  readonly answer: (call: Call) => Reply;
}

/** Fields of a body or query, as strict as MLflow about what it was given. */
export class Fields {
  constructor(
    private readonly fields: Readonly<Record<string, unknown>>,
    private readonly path = '',
  ) {}

  text(name: string): string {
    return this.optionalText(name) ?? this.missing(name);
  }

  optionalText(name: string): string | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw this.wrong(name, value);
  }

  integer(name: string): number {
    return this.optionalInteger(name) ?? this.missing(name);
  }

  optionalInteger(name: string): number | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (Number.isInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value))) return Number(value);
    throw this.wrong(name, value);
  }

  /** JSON has neither NaN nor infinities: null is what an unwary client sends, and it counts as missing. */
  double(name: string): number {
    const value = this.fields[name];
    if (value === undefined || value === null) return this.missing(name);
    if (typeof value === 'number') return value;
    if (typeof value === 'string' && /^(?:NaN|-?Infinity)$/.test(value)) return Number(value);
    throw this.wrong(name, value);
  }

  list(name: string): Fields[] {
    const value = this.fields[name];
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw this.wrong(name, value);
    return value.map((item, index) => new Fields(item as Record<string, unknown>, `${name}[${index}].`));
  }

  texts(name: string): string[] {
    const value = this.fields[name] ?? [];
    if (!Array.isArray(value)) throw this.wrong(name, value);
    return value as string[];
  }

  object(name: string): Fields {
    const value = this.fields[name];
    if (typeof value !== 'object' || value === null) return this.missing(name);
    return new Fields(value as Record<string, unknown>, `${this.path}${name}.`);
  }

  pairs(name: string): [string, string][] {
    return this.list(name).map((pair) => [pair.text('key'), pair.optionalText('value') ?? '']);
  }

  private missing(name: string): never {
    throw invalid(`Missing value for required parameter '${this.path}${name}'.`);
  }

  private wrong(name: string, value: unknown): Error {
    return invalid(`Invalid value ${JSON.stringify(value)} for parameter '${this.path}${name}' supplied.`);
  }
}
