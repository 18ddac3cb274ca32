import type { FeatureRow, GraphOutputs, OnnxSession } from './onnx-session.js';

/**
 * Each row in a run of its own. A graph of another program may round a row otherwise when other rows stand beside it,
 * and an answer must replay to the last bit; a run of one row costs some ten microseconds.
 */
export async function runAlone(
  session: Pick<OnnxSession, 'run'>,
  rows: readonly FeatureRow[],
): Promise<GraphOutputs> {
  const gathered = new Map<string, (number | bigint | string)[]>();
  for (const row of rows) {
    const outputs = await session.run([row]);
    for (const [name, values] of Object.entries(outputs)) {
      const known = gathered.get(name);
      if (known) known.push(values[0]!);
      else gathered.set(name, [values[0]!]);
    }
  }
  return Object.fromEntries(gathered);
}
