import { InferenceSession, Tensor } from 'onnxruntime-node';
import { categoriesOf, numbersOf } from '../table/columns.js';
import type { FeatureColumn, Table } from '../table/table.js';

/**
 * Jest runs specs in a realm of their own, and the native binding returns arrays of the outer realm, which
 * onnxruntime-common then refuses by instanceof (https://github.com/jestjs/jest/issues/2549).
 */
for (const arrayType of [Float64Array, BigInt64Array]) {
  Object.defineProperty(arrayType, Symbol.hasInstance, {
    value: (value: unknown) => Object.prototype.toString.call(value) === `[object ${arrayType.name}]`,
  });
}

/** A session as the service opens it for single rows. For specs only: the library itself knows no runtime. */
export function openSession(file: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1, logSeverityLevel: 3 });
}

/** The answers of the graph: `prediction` or `probability`. */
export async function answersOf(
  session: InferenceSession,
  features: readonly FeatureColumn[],
  table: Table,
): Promise<Float64Array> {
  const outputs = await session.run(feedsOf(features, table));
  const answers = (outputs['prediction'] ?? outputs['probability'])?.data;
  if (answers instanceof Float64Array) return answers;
  throw new TypeError('the graph gave no doubles');
}

/** One tensor of shape [N] per feature. */
export function feedsOf(features: readonly FeatureColumn[], table: Table): Record<string, Tensor> {
  return Object.fromEntries(features.map((feature) => [feature.name, tensorOf(feature, table)]));
}

function tensorOf({ name, kind, nullable }: FeatureColumn, table: Table): Tensor {
  const shape = [table.rowCount];
  if (kind === 'categorical') {
    const texts = categoriesOf(table, name).map((value) => value ?? '');
    return new Tensor('string', texts, shape);
  }
  const values = numbersOf(table, name);
  if (kind === 'numeric' || nullable) return new Tensor('float64', values, shape);
  return new Tensor('bool', Uint8Array.from(values), shape);
}
