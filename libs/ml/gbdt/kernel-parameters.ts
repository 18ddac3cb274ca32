import type { KernelTeam } from '../kernels/kernel-team.js';
import { PARAMETER_BYTES } from './layout.js';

/** Writes the kernels' parameters, at the places that layout.ts names. */
export class KernelParameters {
  readonly #integers: Int32Array;
  readonly #unsigned: Uint32Array;
  readonly #doubles: Float64Array;

  constructor(team: KernelTeam) {
    this.#integers = team.memory.integers(team.parameters, PARAMETER_BYTES / 4);
    this.#unsigned = team.memory.unsigned(team.parameters, PARAMETER_BYTES / 4);
    this.#doubles = team.memory.doubles(team.parameters, PARAMETER_BYTES / 8);
  }

  setInteger(slot: number, value: number): void {
    this.#integers[slot / 4] = value;
  }

  setAddress(slot: number, value: number): void {
    this.#unsigned[slot / 4] = value;
  }

  setDouble(slot: number, value: number): void {
    this.#doubles[slot / 8] = value;
  }
}
