/** A version such as 3.17.2 or 2.22.0rc1. */
export interface ServerVersion {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
}

/** Undefined when the text is no version. */
export function parseServerVersion(text: string): ServerVersion | undefined {
  const match = /^(\d{1,4})\.(\d{1,4})(?:[.\w+-]{0,60})$/.exec(text.trim());
  return match ? { text: text.trim(), major: Number(match[1]), minor: Number(match[2]) } : undefined;
}
