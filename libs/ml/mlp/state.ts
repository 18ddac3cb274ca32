import type { MlpParts } from './mlp-model.js';

/** What the graph does not say, as JSON: encodings, output scale and background. Missing numbers become null. */
export function encodeState({ encodings, scale, background, network }: MlpParts): string {
  const columns = Object.fromEntries(
    Object.entries(background.columns).map(([name, values]) => [name, [...values]]),
  );
  const layers = network.map(({ inputCount, outputCount }) => [inputCount, outputCount]);
  return JSON.stringify({ encodings, scale, layers, background: { rowCount: background.rowCount, columns } });
}
