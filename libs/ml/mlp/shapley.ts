import { Random } from '../random/random.js';
import { FORWARD_ROWS, type Forward } from './forward.js';
import type { Inputs } from './inputs.js';
import type { Network } from './network.js';

/** From the network's outputs to scores: output · deviation + mean. */
export interface OutputScale {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Shapley values of a network's scores by sampling permutations (Castro, Gómez, Tejada 2009), in antithetic pairs: a
 * random order of the columns and its reverse (Mitchell, Cooper, Frank, Holmes 2022, "Sampling permutations for
 * Shapley value estimation", section 3.2). A coalition's score is that of the row with the absent columns' values
 * taken from a background row, and every background row gets as many pairs as every other. So contributions add up to
 * score - baseline within rounding, whatever was sampled, and those of a network that is linear around the row and
 * the background are exact.
 *
 * One round is one pair per background row: 2 · background · (columns - 1) evaluations of the network behind its
 * first layer, whose sums are updated column by column. The error falls with the square root of the rounds; it is
 * estimated from the differences between rounds at the same background row, so there must be two.
 */
export class SampledShapley {
  /** Mean score of the background, one per output. */
  readonly baseline: Float64Array;
  /** Model columns that have inputs. The others' contributions are 0. */
  private readonly players: readonly number[];
  private readonly width: number;
  /** [background × players × width]: what each column adds to the first layer's sums. */
  private readonly backgroundParts: Float64Array;
  /** [background × width]: the first layer's sums. */
  private readonly backgroundSums: Float64Array;
  /** [background × outputs] */
  private readonly backgroundScores: Float64Array;

  /**
   * @param background encoded rows, row-major: `inputs.count` values each
   * @param forward of `network`; its buffers are used
   */
  constructor(
    private readonly network: Network,
    private readonly forward: Forward,
    private readonly inputs: Inputs,
    private readonly scale: OutputScale,
    private readonly background: readonly Float64Array[],
  ) {
    this.players = inputs.ofColumn.flatMap((places, column) => (places.length > 0 ? [column] : []));
    this.width = network[0]!.outputCount;
    const { width, players } = this;
    this.backgroundParts = new Float64Array(background.length * players.length * width);
    this.backgroundSums = new Float64Array(background.length * width);
    const scores = background.map((row) => this.scoresOf(row));
    const outputCount = network.at(-1)!.outputCount;
    this.backgroundScores = Float64Array.from(scores.flatMap((values) => [...values]));
    this.baseline = Float64Array.from({ length: outputCount }, (_, output) =>
      scores.reduce((mean, values) => mean + values[output]! / scores.length, 0),
    );
    background.forEach((row, index) => {
      const parts = this.partsOf(row);
      this.backgroundParts.set(parts, index * parts.length);
      const sums = this.backgroundSums.subarray(index * width, (index + 1) * width);
      sums.set(network[0]!.biases);
      parts.forEach((part, place) => (sums[place % width]! += part));
    });
  }

  /**
   * Explains one encoded row. The sampling is seeded by the row's own values, so the same row has the same
   * explanation wherever it stands.
   *
   * @param contributions outputs × model columns, to be filled; holds zeros
   * @param standardErrors likewise
   */
  explain(
    row: Float64Array,
    rounds: number,
    contributions: Float64Array,
    standardErrors: Float64Array,
  ): void {
    const random = new Random(seedOf(row));
    const rowScores = this.scoresOf(row);
    const rowParts = this.partsOf(row);
    const columnCount = this.inputs.ofColumn.length;
    const size = contributions.length;
    const [mean, squares] = [new Float64Array(size), new Float64Array(size)];
    const order = Uint32Array.from(this.players, (_, player) => player);
    for (let index = 0; index < this.background.length; index += 1) {
      mean.fill(0);
      squares.fill(0);
      for (let round = 1; round <= rounds; round += 1) {
        random.shuffle(order);
        const marginal = this.marginalContributions(index, order, rowParts, rowScores, columnCount);
        // Welford 1962: mean and sum of squared differences in one pass.
        for (let at = 0; at < size; at += 1) {
          const difference = marginal[at]! - mean[at]!;
          mean[at]! += difference / round;
          squares[at]! += difference * (marginal[at]! - mean[at]!);
        }
      }
      for (let at = 0; at < size; at += 1) {
        contributions[at]! += mean[at]! / this.background.length;
        standardErrors[at]! += squares[at]! / (rounds * (rounds - 1)) / this.background.length ** 2;
      }
    }
    standardErrors.forEach((variance, at) => (standardErrors[at] = Math.sqrt(variance)));
  }

  /** The mean over an order of the columns and its reverse, against one background row. */
  private marginalContributions(
    index: number,
    order: Uint32Array,
    rowParts: Float64Array,
    rowScores: Float64Array,
    columnCount: number,
  ): Float64Array {
    const playerCount = order.length;
    const outputCount = rowScores.length;
    const steps = playerCount - 1;
    const coalitions = this.coalitionScores(index, order, rowParts, outputCount);
    const marginal = new Float64Array(outputCount * columnCount);
    for (let output = 0; output < outputCount; output += 1) {
      const empty = this.backgroundScores[index * outputCount + output]!;
      for (const path of [0, 1]) {
        let before = empty;
        for (let step = 0; step < playerCount; step += 1) {
          const after =
            step === steps ? rowScores[output]! : coalitions[(path * steps + step) * outputCount + output]!;
          const player = order[path === 0 ? step : steps - step]!;
          marginal[output * columnCount + this.players[player]!]! += (after - before) / 2;
          before = after;
        }
      }
    }
    return marginal;
  }

  /** Scores after each step but the last along the order, then along its reverse: 2 · (players - 1) × outputs. */
  private coalitionScores(
    index: number,
    order: Uint32Array,
    rowParts: Float64Array,
    outputCount: number,
  ): Float64Array {
    const { width, forward } = this;
    const { firstHidden, firstHiddenStride } = forward;
    const steps = order.length - 1;
    const scores = new Float64Array(2 * steps * outputCount);
    const parts = index * rowParts.length;
    const sums = new Float64Array(width);
    let written = 0;
    let waiting = 0;
    for (const path of [0, 1]) {
      sums.set(this.backgroundSums.subarray(index * width, (index + 1) * width));
      for (let step = 0; step < steps; step += 1) {
        const player = order[path === 0 ? step : steps - step]! * width;
        const target = waiting * firstHiddenStride;
        for (let unit = 0; unit < width; unit += 1) {
          const sum = sums[unit]! + (rowParts[player + unit]! - this.backgroundParts[parts + player + unit]!);
          sums[unit] = sum;
          firstHidden[target + unit] = sum > 0 ? sum : 0;
        }
        waiting += 1;
        if (waiting < FORWARD_ROWS && !(path === 1 && step === steps - 1)) continue;
        forward.continueFromFirstHidden(waiting);
        this.takeScores(waiting, outputCount, scores.subarray(written * outputCount));
        written += waiting;
        waiting = 0;
      }
    }
    return scores;
  }

  private scoresOf(row: Float64Array): Float64Array {
    this.forward.inputs.set(row);
    this.forward.run(1);
    const outputCount = this.network.at(-1)!.outputCount;
    const scores = new Float64Array(outputCount);
    this.takeScores(1, outputCount, scores);
    return scores;
  }

  private takeScores(rows: number, outputCount: number, target: Float64Array): void {
    const { outputs, outputStride } = this.forward;
    const { mean, deviation } = this.scale;
    for (let row = 0; row < rows; row += 1) {
      for (let output = 0; output < outputCount; output += 1) {
        target[row * outputCount + output] = outputs[row * outputStride + output]! * deviation + mean;
      }
    }
  }

  /** What each column adds to the first layer's sums: players × width. */
  private partsOf(row: Float64Array): Float64Array {
    const { width } = this;
    const { weights } = this.network[0]!;
    const parts = new Float64Array(this.players.length * width);
    this.players.forEach((column, player) => {
      for (const place of this.inputs.ofColumn[column]!) {
        const value = row[place]!;
        if (value === 0) continue;
        for (let unit = 0; unit < width; unit += 1) {
          parts[player * width + unit]! += value * weights[place * width + unit]!;
        }
      }
    });
    return parts;
  }
}

/** FNV-1a over the bits of the values. */
function seedOf(row: Float64Array): number {
  let hash = 0x811c9dc5;
  for (const word of new Uint32Array(Float64Array.from(row).buffer))
    hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}
