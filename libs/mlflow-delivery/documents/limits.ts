import { codePointLength, cutToCodePoints, LIMITS } from '#libs/mlflow-ts-client';

/** The beginning of a text that is too long; the cut shows. */
export function cut(text: string, most: number): string {
  return codePointLength(text) <= most ? text : `${cutToCodePoints(text, most - 1)}…`;
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
  return cutToCodePoints(path.join('/') || '_', LIMITS.keyLength);
}
