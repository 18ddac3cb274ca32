/** Names are stored in the composed form; a caller's keyboard may decompose accents. */
export const canonicalName = (name: string): string => name.normalize('NFC');
