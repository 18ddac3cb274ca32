import type { OnnxModel } from '../../onnx/read-model.js';
import type { GraphNode } from '../../onnx/node.js';
import { EnsembleModel } from './ensemble-model.js';
import { parseEnsembleState, type EnsembleState } from './ensemble-state.js';
import { mismatch, readTrees, type MatrixColumn } from './read-trees.js';

/**
 * The ensemble that was written into a graph by `addScores`, together with the text of `state()`. Scores and
 * explanations are equal to the last bit; gains are not in files and come back as zeros.
 *
 * @throws MlError `invalid_model` when graph and state do not describe an ensemble.
 */
export function readEnsemble(model: OnnxModel, state: string): EnsembleModel {
  const parsed = parseEnsembleState(state);
  const node = model.nodes.find(({ operator }) => operator === 'TreeEnsembleRegressor');
  if (node === undefined) throw mismatch('there are no trees');
  const { columns, base, grids } = parsed;
  const { matrix, categories } = readMatrix(model, parsed);
  const trees = readTrees(node.attributes ?? {}, matrix, grids, parsed.treeCount);
  return new EnsembleModel(columns, { base: Float64Array.from(base), categories, trees });
}

interface ReadMatrix {
  readonly matrix: readonly MatrixColumn[];
  readonly categories: readonly (readonly string[])[];
}

/** Only `addScores` writes tables of bytes, one per categorical column, and in the order of the matrix. */
function readMatrix(model: OnnxModel, { columns, numbers, categorical }: EnsembleState): ReadMatrix {
  const matrix: MatrixColumn[] = numbers.map((column) => ({ kind: 'numeric', column }));
  const categories: (readonly string[])[] = columns.map(() => []);
  const tables = model.nodes.flatMap((node) => {
    const table = node.operator === 'Gather' ? model.constants.get(node.inputs[0] ?? '') : undefined;
    return table?.type === 'uint8' ? [{ table, codes: node.inputs[1] }] : [];
  });
  if (tables.length !== categorical.length)
    throw mismatch('the categorical columns are not those of the state');
  for (const [position, { table, codes }] of tables.entries()) {
    const column = categorical[position] ?? 0;
    const names = categoriesOf(model.nodes, codes);
    const [codeCount = 0, setCount = 0] = table.shape;
    if (codeCount !== names.length + 1)
      throw mismatch('a table of categories has another size than its encoder');
    categories[column] = names;
    for (let set = 0; set < setCount; set += 1) {
      const isInside = (code: number): boolean => table.values[code * setCount + set] === 0;
      matrix.push({
        kind: 'categories',
        column,
        categories: names.filter((_, index) => isInside(index + 1)),
        missingGoesTrue: isInside(0),
      });
    }
  }
  return { matrix, categories };
}

function categoriesOf(nodes: readonly GraphNode[], codes: string | undefined): readonly string[] {
  const encoder = nodes.find(({ outputs }) => codes !== undefined && outputs.includes(codes));
  const keys = encoder?.attributes?.['keys_strings'];
  if (keys === undefined || !('strings' in keys)) throw mismatch('a categorical column has no encoder');
  // An encoder without categories has the key of the missing value.
  return keys.strings.length === 1 && keys.strings[0] === '' ? [] : keys.strings;
}
