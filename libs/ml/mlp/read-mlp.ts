import { MlError } from '../errors.js';
import type { OnnxModel } from '../onnx/read-model.js';
import type { Tensor } from '../onnx/tensor.js';
import { arrangeInputs } from './inputs.js';
import { MlpModel } from './mlp-model.js';
import type { Layer } from './network.js';
import { parseState } from './state.js';

/**
 * The network that was written into a graph by `addScores`, together with the text of `state()`. Scores and
 * explanations are equal to the last bit.
 *
 * @throws MlError `invalid_model` when graph and state do not describe a network.
 */
export function readMlp(model: OnnxModel, state: string): MlpModel {
  const { sizes, ...parts } = parseState(state);
  if (arrangeInputs(parts.encodings).count !== sizes[0])
    throw mismatch('the inputs are not those of the state');
  const constants = denseConstants(model);
  const network = sizes.slice(1).map((outputCount, index) => {
    const layer = takeLayer(constants, sizes[index]!, outputCount);
    if (layer === undefined) throw mismatch(`layer ${index + 1} is not that of the state`);
    return layer;
  });
  return new MlpModel({ ...parts, network });
}

/**
 * The matrices that the graph multiplies by and the vectors that it then adds, in the order of the nodes. Nothing
 * before the first layer multiplies matrices: what derived features add is left out.
 */
function denseConstants({ nodes, constants }: OnnxModel): Tensor[] {
  const first = nodes.findIndex(({ operator }) => operator === 'MatMul');
  return nodes.slice(Math.max(first, 0)).flatMap(({ operator, inputs }) => {
    const constant = constants.get(inputs[1] ?? '');
    const rank = { MatMul: 2, Add: 1 }[operator];
    return constant?.type === 'double' && constant.shape.length === rank ? [constant] : [];
  });
}

/** Takes matrices until they have all inputs, then the vector of biases. */
function takeLayer(constants: Tensor[], inputCount: number, outputCount: number): Layer | undefined {
  const weights = new Float32Array(inputCount * outputCount);
  let inputs = 0;
  while (inputs < inputCount) {
    const part = constants.shift();
    const [rows = 0, columns] = part?.shape ?? [];
    if (part === undefined || columns !== outputCount || inputs + rows > inputCount) return undefined;
    weights.set(part.values, inputs * outputCount);
    inputs += rows;
  }
  const biases = constants.shift();
  if (biases?.shape.length !== 1 || biases.shape[0] !== outputCount) return undefined;
  return { inputCount, outputCount, weights, biases: Float32Array.from(biases.values) };
}

function mismatch(detail: string): MlError {
  return new MlError('invalid_model', [{ field: 'model', detail }]);
}
