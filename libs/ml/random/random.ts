/** Looked up once: in a realm of its own (a test's) a global costs more than the whole draw. */
const { imul } = Math;

/**
 * Random numbers that are the same in every run and on every machine: xoshiro128** (Blackman, Vigna 2021,
 * "Scrambled linear pseudorandom number generators"), its state filled from the seed by MurmurHash3's finaliser, so
 * that neighbouring seeds have nothing in common.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** @param seed any integer that a double can hold; negative and large ones too */
  constructor(seed: number) {
    // The 32 high bits of a large seed count too; a small seed is itself.
    const folded = seed ^ imul(Math.floor(seed / 2 ** 32) + (seed < 0 ? 1 : 0), 0x85ebca6b);
    const state = Int32Array.from({ length: 4 }, (_, index) => mixed(folded + imul(index + 1, 0x9e3779b9)));
    [this.a, this.b, this.c, this.d] = state as unknown as [number, number, number, number];
    // All zeros is the one state that the generator never leaves.
    if ((this.a | this.b | this.c | this.d) === 0) this.d = 1;
  }

  /** Uniform in [0, 1), a multiple of 2⁻³². */
  next(): number {
    return this.integer() / 2 ** 32;
  }

  /** Uniform in [0, 1), with the 53 bits that a double has. */
  number(): number {
    return (this.integer() * 2 ** 21 + (this.integer() >>> 11)) / 2 ** 53;
  }

  /** An integer in [0, 2³²). */
  integer(): number {
    const scrambled = imul(this.b, 5);
    const result = imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform over 0 … count - 1; the bias of at most count / 2³² does not matter for samples of rows. */
  below(count: number): number {
    return (this.next() * count) >>> 0;
  }

  /** 0 … count - 1 in random order (Fisher, Yates; Knuth, TAOCP 2, algorithm 3.4.2 P). */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    this.shuffle(order);
    return order;
  }

  /** Puts values into a random order, in place. */
  shuffle(values: { readonly length: number; [index: number]: number }): void {
    for (let last = values.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      const moved = values[last]!;
      values[last] = values[other]!;
      values[other] = moved;
    }
  }

  /** `size` different ones of 0 … count - 1, ascending; all of them when there are no more. */
  sample(count: number, size: number): Uint32Array {
    if (size >= count) return Uint32Array.from({ length: count }, (_, index) => index);
    return this.permutation(count).slice(0, size).sort();
  }
}

function mixed(word: number): number {
  let bits = word | 0;
  bits = imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
