import { folded } from './folded.js';

/**
 * Finds the value that a text means: by the text itself, else without regard to case, accents and blanks. Where texts of
 * different values differ in nothing else, only the texts themselves are taken: a guess would be a wrong input.
 */
export class TextMatcher<Value> {
  private readonly exact: ReadonlyMap<string, Value>;
  private readonly folded = new Map<string, Value>();

  constructor(texts: Iterable<readonly [text: string, value: Value]>) {
    const entries = [...texts];
    this.exact = new Map(entries);
    const ambiguous = new Set<string>();
    for (const [text, value] of entries) {
      const key = folded(text);
      if (key === undefined || key === '') continue;
      if (this.folded.has(key) && this.folded.get(key) !== value) ambiguous.add(key);
      this.folded.set(key, value);
    }
    for (const key of ambiguous) this.folded.delete(key);
  }

  /** Undefined: the text means none of the values. */
  match(text: string): Value | undefined {
    const exact = this.exact.get(text);
    if (exact !== undefined) return exact;
    const key = folded(text);
    return key === undefined ? undefined : this.folded.get(key);
  }
}
