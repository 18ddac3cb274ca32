/** Texts longer than this are counted no more: they are no categories. */
const longestLevel = 1000;
const mostCharacters = 1_000_000;

/** How often each text of a column occurs, as long as they are few enough to be held. */
export class LevelCounter {
  private counts: Map<string, number> | undefined = new Map();
  private characters = 0;

  /** @param most texts that are counted */
  constructor(readonly most: number) {}

  observe(text: string): void {
    if (!this.counts) return;
    const known = this.counts.get(text);
    if (known !== undefined) {
      this.counts.set(text, known + 1);
      return;
    }
    this.characters += text.length;
    const holds =
      this.counts.size < this.most && text.length <= longestLevel && this.characters <= mostCharacters;
    if (holds) this.counts.set(text, 1);
    else this.counts = undefined;
  }

  /** Each text and how often it occurs; undefined where there are too many. */
  get levels(): ReadonlyMap<string, number> | undefined {
    return this.counts;
  }
}
