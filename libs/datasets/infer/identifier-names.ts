const words = new Set(['id', 'uuid', 'guid', 'identifier', 'identifiant', 'matricule', 'key', 'pk']);

/** `ID`, `SK_ID_CURR`, `customer id`, `clientId`, `order_key`: what people call a column that names a row. */
export function isNamedLikeIdentifier(name: string): boolean {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .some((word) => words.has(word));
}
