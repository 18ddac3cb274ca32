import { invalid } from './problem.js';

/** What an object answers when a filter asks for `tags.x`, `params.x`, `metrics.x` or an attribute. */
export type Lookup = (kind: string, key: string) => string | number | undefined;

const CLAUSE =
  /^\s*(?:(\w+)\.)?(`[^`]+`|"[^"]+"|[\w.-]+)\s*(=|!=|<=|>=|<|>|i?like)\s*('[^']*'|"[^"]*"|-?[\d.]+(?:e-?\d+)?)\s*(?:and\b|$)/i;

/** The search language as far as clients use it: comparisons joined by `and`. */
export function parseFilter(filter: string | undefined): (lookup: Lookup) => boolean {
  const clauses: ((lookup: Lookup) => boolean)[] = [];
  let rest = filter?.trim() ?? '';
  while (rest !== '') {
    const match = CLAUSE.exec(rest);
    if (match === null) throw invalid(`Invalid clause(s) in filter string: '${rest}'`);
    const [whole, kind = 'attributes', key = '', comparator = '=', value = ''] = match;
    clauses.push((lookup) =>
      compare(lookup(singular(kind), bare(key)), comparator.toLowerCase(), bare(value)),
    );
    rest = rest.slice(whole.length);
  }
  return (lookup) => clauses.every((clause) => clause(lookup));
}

function compare(actual: string | number | undefined, comparator: string, wanted: string): boolean {
  if (actual === undefined) return false;
  if (comparator.endsWith('like')) {
    const pattern = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%', '.*');
    return new RegExp(`^${pattern}$`, comparator === 'ilike' ? 'is' : 's').test(String(actual));
  }
  if (comparator === '=') return String(actual) === wanted;
  if (comparator === '!=') return String(actual) !== wanted;
  const difference = Number(actual) - Number(wanted);
  return (
    (comparator.startsWith('<') && difference < 0) ||
    (comparator.startsWith('>') && difference > 0) ||
    (comparator.endsWith('=') && difference === 0)
  );
}

function singular(kind: string): string {
  return kind.toLowerCase().replace(/s$/, '');
}

function bare(text: string): string {
  return text.replace(/^(["'`])(.*)\1$/s, '$2');
}
