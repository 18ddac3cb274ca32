/** What every MLflow from 2.22 on takes, in code points (MLflow 3.17, utils/validation.py). */
export const limits = {
  key: 250,
  paramValue: 6000,
  runTagValue: 5000,
  datasetName: 500,
  datasetDigest: 36,
  datasetSchema: 1_048_575,
} as const;

/** The beginning of a text that is too long; the cut shows. */
export function cut(text: string, most: number): string {
  // Code points are at most as many as UTF-16 units: most texts need not be taken apart.
  if (text.length <= most) return text;
  const points = Array.from(text);
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}

/** As many names as fit, and how many do not. */
export function listed(names: readonly string[], most: number): string {
  const all = names.join(', ');
  if (all.length <= most) return all;
  const kept: string[] = [];
  // Room for what is said of the rest.
  let room = most - 20;
  for (const name of names) {
    room -= name.length + 2;
    if (room < 0) break;
    kept.push(name);
  }
  return `${kept.join(', ')} … and ${names.length - kept.length} more`;
}

/** A name that MLflow takes as a key, also on Windows: `R²` becomes `R2`. */
export function validKey(name: string): string {
  const plain = name.normalize('NFKC').replaceAll(/[^\p{L}\p{N}_.\- /]/gu, '_');
  const path = plain.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return cut(path.join('/') || '_', limits.key).replace(/…$/, '_');
}
