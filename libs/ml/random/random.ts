/**
 * Random numbers that depend on the seed alone: xoshiro128** (Blackman, Vigna 2021, "Scrambled linear pseudorandom
 * number generators"), its state filled by a mixing function so that neighbouring seeds have nothing in common.
 */
export class Random {
  private readonly state = new Uint32Array(4);

  /** @param seed any integer a double can hold; negative and large ones too */
  constructor(seed: number) {
    const low = seed >>> 0;
    const high = Math.floor(seed / 2 ** 32) >>> 0;
    let word = mixed(low) ^ mixed(high ^ 0x9e3779b9);
    for (let index = 0; index < 4; index += 1) {
      word = (word + 0x9e3779b9) | 0;
      this.state[index] = mixed(word);
    }
    if (this.state.every((part) => part === 0)) this.state[0] = 1;
  }

  /** An integer in [0, 2³²). */
  integer(): number {
    const state = this.state;
    const result = Math.imul(rotated(Math.imul(state[1]!, 5), 7), 9) >>> 0;
    const shifted = state[1]! << 9;
    state[2]! ^= state[0]!;
    state[3]! ^= state[1]!;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= shifted;
    state[3] = rotated(state[3]!, 11);
    return result;
  }

  /** Uniform in [0, 1), with the 53 bits a double has. */
  number(): number {
    return (this.integer() * 2 ** 21 + (this.integer() >>> 11)) / 2 ** 53;
  }

  /** Puts `values` into a random order, each equally likely (Fisher, Yates; Durstenfeld 1964). */
  shuffle(values: { readonly length: number; [index: number]: number }): void {
    for (let last = values.length - 1; last > 0; last -= 1) {
      // Multiplying a 32-bit number keeps every place's share within 2⁻³² · length of the others.
      const other = Math.floor((this.integer() / 2 ** 32) * (last + 1));
      const value = values[last]!;
      values[last] = values[other]!;
      values[other] = value;
    }
  }
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** The finisher of MurmurHash3: every bit of the input reaches every bit of the output. */
function mixed(word: number): number {
  let hash = word;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
