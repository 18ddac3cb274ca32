/** Prints what is being done and how long it took. */
export class Steps {
  private readonly startedAt = performance.now();

  async run<Result>(title: string, action: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    process.stdout.write(`  ${title} …`);
    try {
      const result = await action();
      process.stdout.write(` ${seconds(performance.now() - startedAt)}\n`);
      return result;
    } catch (error) {
      process.stdout.write(' failed\n');
      throw error;
    }
  }

  total(): string {
    return seconds(performance.now() - this.startedAt);
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
