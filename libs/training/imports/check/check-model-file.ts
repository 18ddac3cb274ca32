import { adaptModel, type AdaptedModel, type Explainer, MlError, selectRows } from '#libs/ml';
import { openScorer, type Scorer } from '../../fit/score-table.js';
import type { CheckedFile, FileCheck } from './checked-file.js';
import { findExplainer } from './find-explainer.js';
import { answerProblem } from './answer-problem.js';
import { loadProblem, runProblem } from './runtime-problems.js';

/** Answered one by one and together, before all rows are. */
const sampledRows = 16;
/** What rounding in float32 may change when other rows stand beside a row. */
const companyTolerance = 1e-5;

/**
 * Adapts a file, opens it and asks it for an answer to every held-out row. Runs in a process of its own: what it opens
 * may crash, loop or eat memory.
 *
 * @throws MlError `invalid_model` or `unfit_model` with what is wrong with the file
 */
export async function checkModelFile(file: Uint8Array, check: FileCheck): Promise<CheckedFile> {
  const adapted = adaptModel(file, check);
  const scorer = await openScorer(adapted.onnx, check.classes).catch((error: unknown) => {
    throw new MlError('unfit_model', [loadProblem(error)]);
  });
  try {
    const sample = selectRows(check.table, firstRows(Math.min(sampledRows, check.table.rowCount)));
    const isIndependent = await answersAlone(scorer, sample, check);
    const answers = await answer(scorer, check.table, check);
    const explains = adapted.kept && isIndependent && findExplainer(adapted.onnx, sample, scorer, check.task);
    return { ...findingsOf(adapted, check, (await explains) || undefined), onnx: adapted.onnx, answers };
  } finally {
    await scorer.release();
  }
}

/** @returns whether the answers to rows by themselves were the same to the last bit */
async function answersAlone(scorer: Scorer, sample: FileCheck['table'], check: FileCheck): Promise<boolean> {
  const together = await answer(scorer, sample, check);
  const width = together.length / sample.rowCount;
  let isIdentical = true;
  for (const row of firstRows(sample.rowCount)) {
    const alone = await answer(scorer, selectRows(sample, [row]), check);
    alone.forEach((value, place) => {
      const beside = together[row * width + place]!;
      isIdentical &&= value === beside;
      if (Math.abs(value - beside) <= companyTolerance * Math.max(1, Math.abs(beside))) return;
      const detail = 'answers a row differently when other rows stand beside it; each row must be by itself';
      throw new MlError('unfit_model', [{ field: 'outputs', detail }]);
    });
  }
  return isIdentical;
}

async function answer(scorer: Scorer, table: FileCheck['table'], check: FileCheck): Promise<Float64Array> {
  const answers = await scorer.score(table).catch((error: unknown) => {
    throw new MlError('unfit_model', [runProblem(error)]);
  });
  const problem = answerProblem(answers, check);
  if (problem) throw new MlError('unfit_model', [problem]);
  return answers;
}

function firstRows(count: number): number[] {
  return Array.from({ length: count }, (_, row) => row);
}

function findingsOf(
  adapted: AdaptedModel,
  check: FileCheck,
  own: Explainer | undefined,
): Omit<CheckedFile, 'onnx' | 'answers'> {
  const { features, threshold, thresholdFrom, wholeNumbers, kept, notes } = adapted;
  const missing = features.filter(({ nullable }) => nullable).map(({ name }) => name);
  const source = {
    caller: 'as the caller asked',
    file: 'as the file says',
    default: 'because neither caller nor file says another',
  };
  return {
    algorithm: own?.algorithm ?? null,
    learnt: own?.learnt ?? {},
    features: features.map(({ name }) => name),
    threshold,
    decisions: [
      kept
        ? 'The file keeps our contract and is served byte for byte.'
        : 'The file was adapted: nodes before and behind its graph lead the columns in and the answers out.',
      ...notes,
      ...(thresholdFrom ? [`Threshold ${threshold}: ${source[thresholdFrom]}.`] : []),
      ...(check.task === 'regression'
        ? ['No prediction interval: it needs rows that nobody learned from.']
        : []),
    ],
    warnings: [
      ...(wholeNumbers.length > 0
        ? [`Numbers of ${wholeNumbers.join(', ')} are cut to whole ones, which is all that the file takes.`]
        : []),
      ...(own === undefined && missing.length > 0
        ? [
            `Missing values of ${missing.join(', ')} go in as NaN or empty text: the file's graph must take them.`,
          ]
        : []),
    ],
  };
}
