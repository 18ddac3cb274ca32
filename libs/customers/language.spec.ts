import { describe, expect, it } from '@jest/globals';
import { Language } from '#libs/decisions';
import { languageOf } from './language.js';

describe('the language of a score card', () => {
  it.each([
    [undefined, Language.English],
    ['', Language.English],
    ['fr', Language.French],
    ['fr-FR,fr;q=0.9,en;q=0.8', Language.French],
    ['en-GB,en;q=0.9,fr;q=0.5', Language.English],
    ['de, fr;q=0.4', Language.French],
    ['de', Language.English],
    ['fr;q=0', Language.English],
    ['fr;q=lots', Language.English],
    ['FR', Language.French],
    ['en;q=0.3, fr;q=0.7', Language.French],
  ])('follows Accept-Language %p', (header, language) => {
    expect(languageOf(undefined, header)).toBe(language);
  });

  it('is the one that the address names, whatever the program around the caller prefers', () => {
    expect(languageOf(Language.English, 'fr')).toBe(Language.English);
  });
});
