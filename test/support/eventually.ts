type Awaitable<Value> = Value | Promise<Value>;

/** Asks again until the answer is not undefined, null, false or an error; fails with the last of them. */
export async function eventually<Answer>(
  ask: () => Awaitable<Answer | undefined | null | false>,
  timeoutMs = 60_000,
): Promise<Answer> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    let failure: unknown;
    try {
      const answer = await ask();
      if (answer) return answer;
      failure = new Error(`still ${String(answer)} after ${timeoutMs} ms`);
    } catch (error) {
      failure = error;
    }
    if (performance.now() > deadline) throw failure;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
