/** Beyond, nobody is told whether texts are unique until the database refuses a second one. */
const mostTexts = 2_000_000;

/**
 * Whether a text occurs twice, in 16 bytes per text. Texts are told apart by 53 bits of two hashes: among a million, two
 * different ones are taken for the same once in twenty thousand files. Advice, therefore; the database decides.
 */
export class UniqueTexts {
  private table = new Float64Array(1024);
  private size = 0;
  private overflow = false;
  /** Lines on which a text occurs again, and the first of them. */
  repeats = 0;
  firstRepeatLine: number | undefined;

  observe(text: string, line: number): void {
    if (this.overflow) return;
    if (!this.insert(hash(text))) {
      this.repeats++;
      this.firstRepeatLine ??= line;
    }
  }

  /** Undefined: there are more texts than could be watched. */
  get areUnique(): boolean | undefined {
    return this.repeats > 0 ? false : this.overflow ? undefined : true;
  }

  private insert(key: number): boolean {
    if (this.size >= mostTexts) {
      this.overflow = true;
      this.table = new Float64Array(0);
      return true;
    }
    if (this.size * 2 >= this.table.length) this.grow();
    if (!place(this.table, key)) return false;
    this.size++;
    return true;
  }

  private grow(): void {
    const larger = new Float64Array(this.table.length * 2);
    for (const key of this.table) if (key !== 0) place(larger, key);
    this.table = larger;
  }
}

function place(table: Float64Array, key: number): boolean {
  const mask = table.length - 1;
  let slot = key % table.length;
  while (table[slot] !== 0) {
    if (table[slot] === key) return false;
    slot = (slot + 1) & mask;
  }
  table[slot] = key;
  return true;
}

/** FNV-1a twice, with different offsets; never 0, which means an empty slot. */
function hash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x01234567;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) ^ (high >>> 13);
  }
  return ((high >>> 0) % 0x200000) * 0x100000000 + (low >>> 0) + 1;
}
