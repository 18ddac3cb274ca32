import { broken } from '../protobuf-reader.js';
import { ELEMENT, elementBytes, elementName } from './elements.js';
import { integersOf, visitFields, type WireField } from './wire.js';

/** TensorProto's typed fields, for element types that are not raw: one entry per element. */
const TYPED = [4, 5, 6, 7, 10, 11];
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const SEGMENT = 3;

const inAnotherFile =
  'keeps its values in another file, which is read of models in MLflow alone; save the model as one file: onnx.save(onnx.load("model.onnx"), "one-file.onnx")';

/**
 * What is wrong with a constant, without decoding it: everything that it announces must stand in the file. Undefined:
 * nothing.
 *
 * @throws MlError `invalid_model` when the bytes are no message
 */
export function tensorProblem(message: Uint8Array): string | undefined {
  let element = 0;
  let elements = 1;
  let raw: number | undefined;
  let typed = 0;
  let outside = false;
  visitFields(message, (field) => {
    if (field.number === 1) {
      for (const dimension of integersOf(field)) {
        if (dimension < 0n) throw broken('a constant has a negative dimension');
        elements *= Number(dimension);
      }
    } else if (field.number === 2 && field.wireType === 0) element = Number(integersOf(field)[0]);
    else if (field.number === 9) raw = field.value.length;
    else if (TYPED.includes(field.number)) typed += countOf(field);
    else if (field.number === EXTERNAL_DATA || field.number === SEGMENT) outside = true;
    else if (field.number === DATA_LOCATION) outside ||= integersOf(field)[0] !== 0n;
  });
  if (outside) return inAnotherFile;
  const bytes = elementBytes(element);
  if (bytes === undefined) return `has ${elementName(element)}, which no table needs`;
  if (raw !== undefined && (typed > 0 || element === ELEMENT.string))
    throw broken('a constant has its values twice, or texts as bytes');
  const held = raw === undefined ? typed : raw / bytes;
  if (held !== elements)
    return `announces ${elements} values and holds ${Math.floor(held)}; the file is damaged`;
  return undefined;
}

/** Packed or not: of packed varints each ends with the one byte that is below 128. */
function countOf({ number, wireType, value }: WireField): number {
  if (wireType !== 2 || number === 6) return 1;
  if (number === 4) return value.length / 4;
  if (number === 10) return value.length / 8;
  let count = 0;
  for (const byte of value) if (byte < 0x80) count += 1;
  return count;
}
