import { describe, expect, it } from '@jest/globals';
import { estimators, mixedFeatures, mixedTraining, quickEstimator } from '../testing/estimators.js';
import { readOnnxPorts } from './read-ports.js';

/** Made by onnx 1.23: IR 3, an Add of the int32 input x and the constant w, which such files list as an input too. */
const oldFile = Uint8Array.from(
  Buffer.from(
    'CAM6RgoOCgF4CgF3EgF5IgNBZGQSAWcqCggBEAYqAQFCAXdaCwoBeBIGCgQIBhIAWgsKAXcSBgoECAYSAGILCgF5EgYKBAgGEgBCBAoAEAc=',
    'base64',
  ),
);

describe('the inputs and outputs of a file', () => {
  it.each(estimators.filter(({ algorithm }) => algorithm !== 'auto'))(
    'are those of $algorithm ($task)',
    ({ algorithm, task }) => {
      const { inputs, outputs } = readOnnxPorts(
        quickEstimator(algorithm, task).fit(mixedTraining(task, 100), { seed: 1 }).toOnnx({}),
      );
      expect(inputs).toEqual(
        mixedFeatures.map(({ name, kind, nullable }) => ({
          name,
          type: kind === 'categorical' ? 'string' : kind === 'boolean' && !nullable ? 'bool' : 'double',
        })),
      );
      expect(outputs.map(({ name, type }) => `${name}: ${type}`)).toEqual(
        {
          regression: ['prediction: double'],
          binary: ['probability: double', 'label: int64'],
          multiclass: [
            'probability_bas: double',
            'probability_moyen: double',
            'probability_élevé: double',
            'label: string',
          ],
        }[task],
      );
    },
  );

  it('leave constants and types that are none of ours aside', () => {
    expect(readOnnxPorts(oldFile)).toEqual({
      inputs: [{ name: 'x', type: 'other' }],
      outputs: [{ name: 'y', type: 'other' }],
    });
  });

  it('are refused of bytes that are no file', () => {
    expect(() => readOnnxPorts(new Uint8Array())).toThrow('there is no graph');
    expect(() => readOnnxPorts(Uint8Array.of(255, 255, 255))).toThrow();
  });
});
