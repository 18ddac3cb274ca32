import { DomainError, type FieldProblem, RequestValidationPipe } from '#libs/platform';
import { nearestName } from '../nearest-name.js';
import { mostColumns } from '../dto/dataset-properties.js';

export interface ColumnDeclarations<Dto> {
  /** By name as it was sent: any text, `__proto__` too. */
  readonly of: ReadonlyMap<string, Dto>;
  readonly problems: readonly FieldProblem[];
}

const pipe = new RequestValidationPipe();

export const columnPointer = (name: string): string =>
  `/columns/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * What a request says of columns, each checked by itself: whether there are columns of these names is not known here.
 * @param given as it was sent
 */
export async function columnDeclarations<Dto extends object>(
  given: unknown,
  metatype: new () => Dto,
): Promise<ColumnDeclarations<Dto>> {
  const of = new Map<string, Dto>();
  if (!isObject(given))
    return { of, problems: [{ pointer: '/columns', detail: 'must be an object of columns by name' }] };
  const entries = Object.entries(given);
  if (entries.length > mostColumns)
    return { of, problems: [{ pointer: '/columns', detail: `must have at most ${mostColumns} columns` }] };
  const problems: FieldProblem[] = [];
  for (const [name, value] of entries) {
    const pointer = columnPointer(name);
    if (isObject(value)) {
      try {
        of.set(name, (await pipe.transform(value, { type: 'body', metatype })) as Dto);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        problems.push(...error.problems.map((each) => ({ ...each, pointer: pointer + each.pointer })));
      }
    } else problems.push({ pointer, detail: 'must be an object' });
  }
  return { of, problems };
}

/** @param detail what such a name is told, before the name that may be meant */
export function unknownColumns(
  declared: ReadonlyMap<string, unknown>,
  known: readonly string[],
  detail: string,
): FieldProblem[] {
  const names = new Set(known);
  return [...declared.keys()]
    .filter((name) => !names.has(name))
    .map((name) => ({ pointer: columnPointer(name), detail: detail + meant(name, known) }));
}

export function meant(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `; is ${nearest} meant?`;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
