import { describe, expect, it } from '@jest/globals';
import { isNamedLikeIdentifier } from './identifier-names.js';

describe('names of identifiers', () => {
  it.each([
    'ID',
    'id',
    'SK_ID_CURR',
    'customer id',
    'customerId',
    'order-key',
    'uuid',
    'identifiant',
    'Matricule',
  ])('takes %s for one', (name) => expect(isNamedLikeIdentifier(name)).toBe(true));

  it.each(['width', 'paid', 'idle', 'valid', 'keyboard', 'LIMIT_BAL', 'age', ''])(
    'does not take %s for one',
    (name) => expect(isNamedLikeIdentifier(name)).toBe(false),
  );
});
