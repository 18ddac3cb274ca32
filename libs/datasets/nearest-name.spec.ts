import { describe, expect, it } from '@jest/globals';
import { nearestName } from './nearest-name.js';

const known = ['age', 'revenu_estime_mois', 'loyer_mensuel'];

describe('the nearest name', () => {
  it('finds a slip of the finger', () => {
    expect(nearestName('revenu_estimé_mois', known)).toBe('revenu_estime_mois');
    expect(nearestName('Loyer_Mensuel', known)).toBe('loyer_mensuel');
  });

  it('finds nothing for something else', () => {
    expect(nearestName('montant_pret', known)).toBeUndefined();
    expect(nearestName('dupont', ['age', 'region'])).toBeUndefined();
  });

  it('does not compute with endless names', () => {
    expect(nearestName('a'.repeat(1_000_000), known)).toBeUndefined();
  });
});
