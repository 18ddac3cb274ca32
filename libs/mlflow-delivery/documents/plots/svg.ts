/** A small writer of SVG: everything that comes from outside is escaped, everything else is ours. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (SvgElement | string)[];
}

export function element(
  name: string,
  attributes: SvgElement['attributes'] = {},
  ...children: readonly (SvgElement | string)[]
): SvgElement {
  return { name, attributes, children };
}

export function svgText({ name, attributes, children }: SvgElement): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : escaped(String(value))}"`,
    )
    .join('');
  if (children.length === 0) return `<${name}${written}/>`;
  const content = children.map((child) => (typeof child === 'string' ? escaped(child) : svgText(child)));
  return `<${name}${written}>${content.join('')}</${name}>`;
}

/** Hundredths of a pixel: more is noise that makes files differ. */
export function coordinate(value: number): string {
  return String(Number(value.toFixed(2)) || 0);
}

/** XML 1.0 has no place for most control characters, and none for half of a surrogate pair. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
