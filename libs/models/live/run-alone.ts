import type { FeatureRow, GraphOutputs, OnnxSession } from './onnx-session.js';

/**
 * Each row in a run of its own. A graph of another program may round a row otherwise when other rows stand beside it,
 * and an answer must replay to the last bit; a run of one row costs some ten microseconds.
 */
export async function runAlone(
  session: Pick<OnnxSession, 'run'>,
  rows: readonly FeatureRow[],
): Promise<GraphOutputs> {
  const gathered: Record<string, (number | bigint | string)[]> = {};
  for (const row of rows) {
    const outputs = await session.run([row]);
    for (const [name, values] of Object.entries(outputs)) (gathered[name] ??= []).push(values[0]!);
  }
  return gathered;
}
