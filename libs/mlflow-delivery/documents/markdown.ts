import { shown } from './sentences.js';

/** A text as itself: names of columns and classes are neither markup nor HTML, and end no cell of a table. */
export function markdownText(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>#|~$]/g, (character) => `\\${character}`)
    .replaceAll('\\<', '&lt;')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** A name as code, unless it holds what would end the code, or the cell of a table around it. */
export function markdownCode(name: string): string {
  return /[`|\s]/u.test(name) ? markdownText(name) : `\`${name}\``;
}

/** @param rows cells that are Markdown already */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

export function shownMetrics(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .filter(([, value]) => typeof value === 'number')
    .map(([name, value]) => `${markdownText(name)} ${shown(value)}`)
    .join(', ');
}
