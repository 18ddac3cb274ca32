import { helpUntilStopped, runJob, stopTeam } from '../../kernels/assembly/team';
import { PARAMETERS } from '../../kernels/team-layout';
import {
  ADD_LEAVES,
  BIN_NUMBERS,
  GRADIENTS,
  HISTOGRAM,
  LEAF_SUMS,
  PACKED_SUMS,
  PARTITION,
  QUANTISE,
  ROUTE,
  SCAN,
  SOFTMAX,
  SORT_NUMBERS,
} from '../layout';
import { computeGradients, softmaxRows } from './gradients';
import { buildHistogram } from './histogram';
import { addLeaf, partitionRows, routeRows, sumLeaf } from './leaves';
import { binNumbers, sortNumbers } from './numbers';
import { quantiseRows, sumPacked } from './quantise';
import { scanColumn } from './scan';

/** The life of a helper thread. */
export function help(control: usize): void {
  helpUntilStopped(control, runTask);
}

export function runTogether(control: usize, kernel: i32, taskCount: i32): bool {
  return runJob(control, kernel, taskCount, runTask);
}

export function runAlone(control: usize, kernel: i32, taskCount: i32): void {
  for (let task = 0; task < taskCount; task += 1) runTask(kernel, task, control + PARAMETERS);
}

export function stop(control: usize): void {
  stopTeam(control);
}

function runTask(kernel: i32, task: i32, parameters: usize): void {
  switch (kernel) {
    case BIN_NUMBERS:
      binNumbers(parameters, task);
      break;
    case GRADIENTS:
      computeGradients(parameters, task);
      break;
    case SOFTMAX:
      softmaxRows(parameters, task);
      break;
    case QUANTISE:
      quantiseRows(parameters, task);
      break;
    case HISTOGRAM:
      buildHistogram(parameters, task);
      break;
    case SCAN:
      scanColumn(parameters, task);
      break;
    case PARTITION:
      partitionRows(parameters, task);
      break;
    case LEAF_SUMS:
      sumLeaf(parameters, task);
      break;
    case ADD_LEAVES:
      addLeaf(parameters, task);
      break;
    case ROUTE:
      routeRows(parameters, task);
      break;
    case PACKED_SUMS:
      sumPacked(parameters, task);
      break;
    case SORT_NUMBERS:
      sortNumbers(parameters, task);
      break;
  }
}
