import { describe, expect, it } from '@jest/globals';
import { yaml } from './yaml.js';

describe('the YAML of model directories', () => {
  it('nests maps and lists, and leaves out what is undefined', () => {
    const document = {
      a: { b: 1, c: [], d: {}, e: undefined, f: null },
      list: ['x', { u: 1, z: ['w'] }, ['v', 2], {}],
    };
    expect(yaml(document)).toBe(
      [
        'a:',
        '  b: 1',
        '  c: []',
        '  d: {}',
        '  f: null',
        'list:',
        '  - x',
        '  - u: 1',
        '    z:',
        '      - w',
        '  - - v',
        '    - 2',
        '  - {}',
        '',
      ].join('\n'),
    );
  });

  // What PyYAML 6 reads of the right is the left.
  it.each([
    ['plain_text.v-1', 'plain_text.v-1'],
    ['', "''"],
    ['no', "'no'"],
    ['True', "'True'"],
    ['~', "'~'"],
    ['1e3', "'1e3'"],
    ['2026-01-01', "'2026-01-01'"],
    [' a: b # c', "' a: b # c'"],
    ["it's", "'it''s'"],
    ['{"x": "é 😀 \\n"}', `'{"x": "é 😀 \\n"}'`],
    ['two\nlines "quoted" \\', '"two\\u000Alines \\"quoted\\" \\\\"'],
    ['\u0000\u007f\u0085\u2028\ufeff\ud800', '"\\u0000\\u007F\\u0085\\u2028\\uFEFF\\uFFFD"'],
    [0.5, '0.5'],
    [1e-7, '1.0e-7'],
    [1.5e300, '1.5e+300'],
    [1e21, '1.0e+21'],
    [-3, '-3'],
    [NaN, '.nan'],
    [-Infinity, '-.inf'],
    [true, 'true'],
  ])('writes %p as %s', (value, expected) => {
    expect(yaml({ key: value })).toBe(`key: ${expected}\n`);
  });

  it('quotes keys that are no names', () => {
    expect(yaml({ 'a: b': 1, no: 2 })).toBe("'a: b': 1\n'no': 2\n");
  });
});
