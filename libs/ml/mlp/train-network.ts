import type { FitProgress, Task } from '../estimator.js';
import { MlError } from '../errors.js';
import type { Random } from '../random/random.js';
import { Arena } from './arena.js';
import { hasOnlyNumbers, type Network } from './network.js';
import { Patience } from './patience.js';
import { Trainer, type TrainerSettings } from './trainer.js';
import { layOutTraining } from './training-memory.js';

/** Training rows as the network is to see them. */
export interface TrainingRows {
  readonly count: number;
  /** Writes the rows' inputs, row after row with `stride` values each; `target` holds zeros. */
  readonly write: (target: Float32Array, stride: number) => void;
  /** In standard units (regression), 0 or 1, or the index of a class. */
  readonly target: Float64Array;
  readonly weight: Float64Array;
}

export interface TrainingSettings extends TrainerSettings {
  readonly batchSize: number;
  readonly maximumEpochs: number;
  /** An epoch counts as an improvement when it lowers the watched loss by more than this. */
  readonly tolerance: number;
  /** Training ends after more than this many epochs in a row without improvement. */
  readonly patience: number;
  /** From the loss in the network's units to that of the report (a squared error in the target's unit). */
  readonly lossUnit: number;
}

export interface TrainedNetwork {
  readonly network: Network;
  readonly converged: boolean;
  readonly epochs: number;
  /** The epoch of the network that is kept; without validation rows the last one. */
  readonly bestEpoch: number;
}

/**
 * Adam over mini-batches in a new random order every epoch. Without validation rows the loss that is watched is that
 * of training with its penalty, as met along the epoch, and the last network is kept; with them it is theirs, and
 * the best network is kept (scikit-learn's rules, with the loss in place of its validation score).
 *
 * @param validation rows kept from learning; empty: no early stopping
 * @throws MlError `not_solvable` when the loss leaves the numbers, or memory does not suffice.
 */
export function trainNetwork(
  initial: Network,
  rows: TrainingRows,
  validation: Uint32Array,
  settings: TrainingSettings,
  random: Random,
  onProgress: (progress: FitProgress) => void,
): TrainedNetwork {
  const arena = new Arena();
  const addresses = layOutTraining(initial, rows.count, arena);
  if (!arena.fits) throw tooLarge(rows.count, addresses.layers[0]!.inputs);
  const memory = arena.createMemory();
  const floats = new Float32Array(memory.buffer);
  const words = new Uint32Array(memory.buffer);
  const stride = addresses.layers[0]!.inputs;
  rows.write(floats.subarray(addresses.rows / 4, addresses.rows / 4 + rows.count * stride), stride);
  floats.set(rows.target, addresses.targets / 4);
  floats.set(rows.weight, addresses.sampleWeights / 4);
  const isValidation = new Uint8Array(rows.count);
  for (const row of validation) isValidation[row] = 1;
  const learned = Uint32Array.from({ length: rows.count }, (_, row) => row).filter(
    (row) => !isValidation[row],
  );
  words.set(learned, addresses.order / 4);
  words.set(validation, addresses.order / 4 + learned.length);
  const order = words.subarray(addresses.order / 4, addresses.order / 4 + learned.length);
  for (let lane = 0; lane < 4; lane += 1) words[addresses.dropoutState / 4 + lane] = random.integer() | 1;

  const trainer = new Trainer(memory, addresses, settings, initial);
  const patience = new Patience(settings.tolerance, settings.patience);
  let epochs = 0;
  let best = initial;
  while (!patience.isExhausted && epochs < settings.maximumEpochs) {
    random.shuffle(order);
    const { loss, watched } = learnEpoch(trainer, learned.length, settings.batchSize);
    const validationLoss = validation.length > 0 ? trainer.meanLoss(learned.length, rows.count) : undefined;
    if (!Number.isFinite(watched) || !Number.isFinite(validationLoss ?? 0)) throw diverged(settings.task);
    if (patience.observe(validationLoss ?? watched) && validationLoss !== undefined) {
      best = trainer.read(initial);
    }
    epochs += 1;
    onProgress({
      iteration: epochs,
      iterations: settings.maximumEpochs,
      loss: loss * settings.lossUnit,
      ...(validationLoss === undefined ? {} : { validationLoss: validationLoss * settings.lossUnit }),
    });
  }
  const network = validation.length > 0 ? best : trainer.read(initial);
  if (!hasOnlyNumbers(network)) throw diverged(settings.task);
  const bestEpoch = validation.length > 0 ? patience.bestEpoch : epochs;
  return { network, converged: patience.isExhausted, epochs, bestEpoch };
}

/** One pass over the rows. Both losses are means over the batches as they were met. */
function learnEpoch(
  trainer: Trainer,
  rowCount: number,
  batchSize: number,
): { loss: number; watched: number } {
  let weightedLoss = 0;
  let weight = 0;
  let watched = 0;
  for (let start = 0; start < rowCount; start += batchSize) {
    const end = Math.min(start + batchSize, rowCount);
    const batch = trainer.learn(start, end);
    weightedLoss += batch.weightedLoss;
    weight += batch.weight;
    watched += (batch.weightedLoss / batch.weight + batch.penalty) * ((end - start) / rowCount);
  }
  return { loss: weightedLoss / weight, watched };
}

function diverged(task: Task): MlError {
  const detail = `the loss of the ${task} left the numbers: lower learning_rate_init`;
  return new MlError('not_solvable', [{ field: 'learning_rate_init', detail }]);
}

function tooLarge(rows: number, inputs: number): MlError {
  const detail = `${rows} rows of ${inputs} inputs need more than the 4 GiB of memory that one training has: leave out columns with many categories`;
  return new MlError('not_solvable', [{ field: 'table', detail }]);
}
