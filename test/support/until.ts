/** Looks again and again until there is something to see; fails after the time limit with what was awaited. */
export async function until<Seen>(
  awaited: string,
  look: () => Promise<Seen | undefined | null | false>,
  timeoutMs = 20_000,
): Promise<Seen> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`${awaited}: not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
