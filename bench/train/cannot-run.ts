/** A reason that the user can act on; shown without a stack. */
export class CannotRun extends Error {}

/** Runs a bench; what the user can act on ends it with its sentence alone. */
export async function runBench(bench: () => Promise<void>): Promise<void> {
  try {
    await bench();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
