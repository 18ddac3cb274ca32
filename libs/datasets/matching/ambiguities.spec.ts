import { describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { DatasetRegistry } from '../dataset-registry.js';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';

const column = (name: string, more: Partial<DatasetColumn> = {}): DatasetColumn => ({
  name,
  kind: 'categorical',
  description: name,
  nullable: false,
  optional: false,
  sensitive: false,
  ...more,
});
const dataset = (...columns: DatasetColumn[]): DatasetDefinition => ({
  name: 'people',
  origin: 'owned',
  relation: 'people',
  identifier: 'id',
  columns,
});
const registering =
  (...columns: DatasetColumn[]) =>
  (): void =>
    new DatasetRegistry(new DataSource({ type: 'postgres' })).register(dataset(...columns));

describe('a dataset', () => {
  it('is registered when each name and each text means one thing', () => {
    expect(
      registering(
        column('sex', {
          aliases: ['gender'],
          allowedValues: ['F', 'M'],
          synonyms: { F: ['femme', 'Féminin', 'feminin'], M: ['homme'] },
        }),
        column('overtime', { kind: 'boolean', synonyms: { true: ['Oui'], false: ['Non'] } }),
        column('region'),
      ),
    ).not.toThrow();
  });

  it.each([
    ['a name of another column', [column('a', { aliases: ['b'] }), column('b')], 'b names two columns'],
    [
      'the same alias twice',
      [column('a', { aliases: ['c'] }), column('b', { aliases: ['c'] })],
      'c names two columns',
    ],
    ['the identifier as an alias', [column('a', { aliases: ['id'] })], 'id names two columns'],
    [
      'values that differ in case only',
      [column('a', { allowedValues: ['x', 'X '] })],
      '"X " means both x and X ',
    ],
    [
      'a synonym of two values',
      [column('a', { allowedValues: ['x', 'y'], synonyms: { x: ['Né'], y: ['ne'] } })],
      '"ne" means both x and y',
    ],
    [
      'a synonym that is another value',
      [column('a', { allowedValues: ['x', 'y'], synonyms: { x: ['Y'] } })],
      '"Y" means both y and x',
    ],
    [
      'synonyms of no value',
      [column('a', { allowedValues: ['x'], synonyms: { z: ['t'] } })],
      'a has synonyms of z, which is no value of it',
    ],
    [
      'an empty synonym',
      [column('a', { allowedValues: ['x'], synonyms: { x: [' '] } })],
      '" " cannot be compared',
    ],
    [
      'synonyms of a number',
      [column('a', { kind: 'numeric', synonyms: { '1': ['one'] } })],
      'a has synonyms but no allowed values',
    ],
    [
      'synonyms of any text',
      [column('a', { synonyms: { x: ['y'] } })],
      'a has synonyms but no allowed values',
    ],
  ] as const)('is refused with %s', (_, columns, problem) => {
    expect(registering(...columns)).toThrow(problem);
  });

  it('is refused with every problem at once', () => {
    expect(registering(column('a', { aliases: ['b', 'id'] }), column('b'))).toThrow(
      'Dataset people: b names two columns; id names two columns',
    );
  });
});
