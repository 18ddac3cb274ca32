import type { FittedModel, Table } from '#libs/ml';
import { scoreTable } from './score-table.js';

/** What ONNX Runtime and the TypeScript predictor may differ by, relative to the answer. */
const parityTolerance = 1e-6;

/**
 * The file's answers for every row, after proving that it computes what was fitted.
 *
 * @throws Error when it does not: such a file must not become a version
 */
export async function provenAnswers(
  model: FittedModel,
  onnx: Uint8Array,
  table: Table,
): Promise<Float64Array> {
  const fitted = model.predict(table);
  const answers = await scoreTable(onnx, table, model.classes);
  const apart = answers.findIndex(
    (answer, place) =>
      !(Math.abs(answer - fitted[place]!) <= parityTolerance * Math.max(1, Math.abs(fitted[place]!))),
  );
  if (apart === -1 && answers.length === fitted.length) return answers;
  throw new Error(`The ONNX file and the fitted ${model.algorithm} model disagree on answer ${apart}`);
}
