import type { FileProblem } from './checked-file.js';
import { WrongOutput } from '../../fit/score-table.js';

/** What ONNX Runtime says of a graph that it does not load: it speaks of the file alone. */
export function loadProblem(error: unknown): FileProblem {
  return { field: 'file', detail: `ONNX Runtime cannot load the graph: ${shown(error)}` };
}

/** Of a run only the node is told: the rest of the sentence may speak of a row's values. */
export function runProblem(error: unknown): FileProblem {
  if (error instanceof WrongOutput) return { field: `outputs/${error.output}`, detail: error.message };
  const [, operator, name] = /running (\w{1,60}) node\. Name:'([^']{0,100})'/.exec(messageOf(error)) ?? [];
  const where = operator === undefined ? 'the graph' : `the node ${operator} (${name})`;
  return { field: 'file', detail: `ONNX Runtime fails in ${where} on rows of our dataset` };
}

function shown(error: unknown): string {
  const text = messageOf(error)
    .replace(/\/\S*\//g, '')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
  return text.length > 500 ? `${text.slice(0, 497)}...` : text;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'no reason is given';
}
