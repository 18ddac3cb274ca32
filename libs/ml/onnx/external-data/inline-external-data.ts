import { MlError, type Problem } from '../../errors.js';
import { visitFields } from '../adapt/wire.js';
import { ProtobufMessage } from '../protobuf.js';
import { type ExternalRegion, externalRegion, TENSOR, tensorField } from './external-region.js';
import { replaceTensors } from './replace-tensors.js';

/** A file per weight is the most that exporters write. */
const mostLocations = 256;
/** More problems than that help nobody. */
const mostProblems = 100;

/**
 * The files beside a model in which its constants have values: each name once, in the order of the model. Every name is
 * plain, that of a file in the model's own directory. Empty for a model of one file.
 *
 * @param file bytes of an ONNX file
 * @throws MlError `invalid_model` when the bytes are no ONNX file, `unfit_model` with every constant whose values lie
 *   elsewhere, or are described wrongly
 * Source: onnx/docs/ExternalData.md of the ONNX project.
 */
export function externalLocations(file: Uint8Array): string[] {
  const locations = new Set<string>();
  forEachRegion(file, ({ location }) => {
    if (locations.size <= mostLocations) locations.add(location);
    return [];
  });
  if (locations.size > mostLocations) {
    const detail = `has its values in more than ${mostLocations} other files; save it as one file`;
    throw new MlError('unfit_model', [{ field: 'file', detail }]);
  }
  return [...locations];
}

/**
 * Puts the values of other files into the model: what was two files and more is one, whose constants hold their bytes
 * themselves (`raw_data`). Constants may share bytes: each gets its own, and all together must stay within the limit.
 * Whether a constant got as many as its shape asks for is not looked at here.
 *
 * @param file bytes of an ONNX file
 * @param others the files by name, all that {@link externalLocations} names
 * @param maximumBytes that the result may have; known to be kept before anything is copied
 * @throws MlError `invalid_model` when the bytes are no ONNX file, `unfit_model` with every constant whose values do not
 *   lie within the other file, or when all would be too large
 */
export function inlineExternalData(
  file: Uint8Array,
  others: ReadonlyMap<string, Uint8Array>,
  maximumBytes: number,
): Uint8Array {
  let total = file.length;
  forEachRegion(file, (region, tensor) => {
    const detail = regionProblem(region, others.get(region.location));
    if (detail !== undefined) return [{ field: tensorField(tensor), detail }];
    total += valuesOf(region, others).length;
    return [];
  });
  if (total > maximumBytes) {
    const detail = `is larger than ${maximumBytes / 1_000_000} MB when its constants have their values of other files`;
    throw new MlError('unfit_model', [{ field: 'file', detail }]);
  }
  return replaceTensors(file, (tensor) => {
    const region = externalRegion(tensor);
    return region && 'location' in region ? withValues(tensor, valuesOf(region, others)) : undefined;
  });
}

function forEachRegion(
  file: Uint8Array,
  visit: (region: ExternalRegion, tensor: Uint8Array) => readonly Problem[],
): void {
  const problems: Problem[] = [];
  replaceTensors(file, (tensor) => {
    const region = externalRegion(tensor);
    if (region === undefined) return undefined;
    const found = 'location' in region ? visit(region, tensor) : region;
    problems.push(...found.slice(0, mostProblems - problems.length));
    return undefined;
  });
  if (problems.length > 0) throw new MlError('unfit_model', problems);
}

function regionProblem(
  { location, offset, length }: ExternalRegion,
  other: Uint8Array | undefined,
): string | undefined {
  if (other === undefined) return `has its values in ${location}, which is not there`;
  const end = offset + (length ?? 0);
  if (end <= other.length) return undefined;
  return `has its values in ${location} up to byte ${end}, which has ${other.length} bytes`;
}

function valuesOf(
  { location, offset, length }: ExternalRegion,
  others: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  const other = others.get(location)!;
  return other.subarray(offset, length === undefined ? other.length : offset + length);
}

function withValues(tensor: Uint8Array, values: Uint8Array): Uint8Array {
  const inlined = new ProtobufMessage();
  visitFields(tensor, ({ number, raw }) => {
    if (number !== TENSOR.externalData && number !== TENSOR.location) inlined.raw(raw);
  });
  return inlined.bytes(TENSOR.raw, values).finish();
}
