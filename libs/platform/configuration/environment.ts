/** Thrown at start with every problem at once. Never contains a value: it may be a secret. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigurationError';
  }
}

/** Typed readings of environment variables that collect problems instead of stopping at the first. */
export class Environment {
  private readonly problems: string[] = [];

  constructor(private readonly source: Record<string, string | undefined>) {}

  text(name: string, options: { minimumLength?: number } = {}): string | undefined {
    const value = this.source[name];
    if (value === undefined || value === '') return undefined;
    if (options.minimumLength && value.length < options.minimumLength) {
      this.report(name, `needs at least ${options.minimumLength} characters`);
    }
    return value;
  }

  integer(name: string, options: { minimum: number; maximum: number; default: number }): number {
    const value = this.text(name);
    if (value === undefined) return options.default;
    const number = Number(value);
    if (!Number.isInteger(number) || number < options.minimum || number > options.maximum) {
      this.report(name, `must be a whole number from ${options.minimum} to ${options.maximum}`);
      return options.default;
    }
    return number;
  }

  boolean(name: string): boolean | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value === 'true' || value === 'false') return value === 'true';
    this.report(name, 'must be true or false');
    return undefined;
  }

  choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.text(name);
    if (value === undefined) return fallback;
    if ((choices as readonly string[]).includes(value)) return value as T;
    this.report(name, `must be one of ${choices.join(', ')}`);
    return fallback;
  }

  list(name: string): readonly string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  email(name: string): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !/^[^\s@]+@[^\s@]+$/.test(value))
      this.report(name, 'must be an e-mail address');
    return value;
  }

  postgresUrl(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const valid = URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
    if (!valid) this.report(name, 'must be an address that starts with postgres:// or postgresql://');
    return value;
  }

  httpUrl(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const valid = URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
    if (!valid) this.report(name, 'must be an address that starts with http:// or https://');
    return value;
  }

  gitCommit(name: string): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !/^[0-9a-f]{7,64}$/.test(value))
      this.report(name, 'must be a commit: 7 to 64 lower-case hexadecimal digits');
    return value;
  }

  report(name: string, problem: string): void {
    this.problems.push(`${name} ${problem}.`);
  }

  finish(): void {
    if (this.problems.length > 0) throw new ConfigurationError(this.problems);
  }
}
