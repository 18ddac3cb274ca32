import { describe, expect, it } from '@jest/globals';
import { checkedValues } from './check-values.js';

describe('what check constraints say', () => {
  it('lists texts, whatever stands in them', () => {
    const list = `CHECK (("a ""b"" c" = ANY (ARRAY['it''s'::text, 'OR 1=1'::text, '), ('::text])))`;
    expect(checkedValues('a "b" c', [list])).toEqual({ allowedValues: ["it's", 'OR 1=1', '), ('] });
    const varying = `CHECK (((sex)::text = ANY ((ARRAY['F'::character varying, 'sex'::character varying(3)])::text[])))`;
    expect(checkedValues('sex', [varying])).toEqual({ allowedValues: ['F', 'sex'] });
  });

  it('bounds numbers, and several constraints hold together', () => {
    expect(checkedValues('age', ['CHECK (((age >= 0) AND (age <= 120)))'])).toEqual({
      minimum: 0,
      maximum: 120,
    });
    expect(checkedValues('rate', ["CHECK ((rate >= ('-1.5'::numeric)::double precision))"])).toEqual({
      minimum: -1.5,
    });
    expect(checkedValues('x', ['CHECK ((x >= (-3)))', 'CHECK ((x >= 2))', 'CHECK ((x <= 9))'])).toEqual({
      minimum: 2,
      maximum: 9,
    });
  });

  it.each([
    'CHECK (((x >= 0) OR (x <= 10)))',
    'CHECK ((NOT (x >= 0)))',
    'CHECK ((x > 0))',
    'CHECK ((y >= 0))',
    'CHECK (((x + 1) >= 0))',
    "CHECK ((lower(x) = ANY (ARRAY['a'::text])))",
    "CHECK ((x <> ALL (ARRAY['a'::text, 'b'::text])))",
    "CHECK ((x ~ '^a'::text))",
    String.raw`CHECK ((x = ANY (ARRAY[E'\\'::text])))`,
    'NOT NULL x',
  ])('takes nothing from %s', (definition) => {
    expect(checkedValues('x', [definition])).toEqual({});
  });
});
