import { describe, expect, it } from '@jest/globals';
import { chooseDelimiter, deciding } from './delimiters.js';

describe('the delimiter of a file', () => {
  it.each([
    ['occurs most in a header without rows', 'a,b,c;d\n', ','],
    ['is not what stands in quotes of the header', '"x,y,z";b;c\n', ';'],
    ['is a comma where there is one column', 'alone\n1\n', ','],
    ['is a comma where one quoted name holds commas', '"last, first, title"\nMartin\n', ','],
    ['parts rows as it parts the header', 'id,price;eur;net;gross\n1,2\n3,4\n', ','],
    ['parts rows that hold more of another', 'a;b\n"x";1,5,2,5\n"y";3,5,4,5\n', ';'],
    ['is a tab between names and decimals with commas', 'name, first\tprice, eur\nx\t1,5\ny\t2,5\n', '\t'],
    ['leaves line ends in quotes alone', 'a|b\n"1\n2\n3"|4\n', '|'],
    ['is what most rows bear out where some are ragged', 'a,b;c;d\n1,2\n3,4\n5\n', ','],
    ['is the one of the header where no row bears any out', 'a,b,c;d\n1\n2\n', ','],
    ['is not led astray by blank lines', 'a;b,c,d\n\n1;2\n\n', ';'],
  ])('%s', (_, text, delimiter) => {
    expect(chooseDelimiter(text)).toEqual({ delimiter, alternatives: [] });
  });

  it('is doubtful where two part the header and every row into as many cells', () => {
    expect(chooseDelimiter('name;price,eur\nx;1,5\ny;2,5\n')).toEqual({
      delimiter: ',',
      alternatives: [';'],
    });
    expect(chooseDelimiter('name;price,eur\nx;1,5\ny;2\n')).toEqual({ delimiter: ';', alternatives: [] });
  });

  it('is decided by the header and twenty rows, or by what there is', () => {
    const rows = 'a,b\n'.repeat(21);
    expect(deciding(`${rows}1;2;3\n`, false)).toBe(rows);
    expect(deciding('a,b\n1,2', false)).toBeUndefined();
    expect(deciding('a,b\n1,2', true)).toBe('a,b\n1,2');
    const long = `a,b\n${'x'.repeat(300_000)}`;
    expect(deciding(long, false)).toBe('a,b\n');
  });
});
