import { TextMatcher } from '#libs/datasets';
import type { FeatureSchema, RequestColumns } from '#libs/models';

/** A problem of one field, by the name that the request gave it. */
export interface MatchProblem {
  readonly name: string;
  readonly detail: string;
}

/** A row in the columns' own names and values, as far as they could be told. */
export interface MatchedRow {
  readonly row: Readonly<Record<string, unknown>>;
  /** What the request called a column, where that is not its name. */
  readonly givenNames: ReadonlyMap<string, string>;
  readonly problems: readonly MatchProblem[];
}

/** Tells what a row means that spells names or values otherwise than the dataset does. Compiled once per version. */
export class RowMatcher {
  private readonly texts: ReadonlyMap<string, TextMatcher<string | boolean>>;

  constructor(
    features: readonly FeatureSchema[],
    private readonly columns: RequestColumns,
    private readonly model: string,
  ) {
    this.texts = new Map(
      [...features, ...columns.unused].flatMap((feature) => {
        const texts = textsOf(feature, columns.synonyms.get(feature.name));
        return texts.length > 0 ? [[feature.name, new TextMatcher(texts)] as const] : [];
      }),
    );
  }

  /** @param given an object */
  match(given: Readonly<Record<string, unknown>>): MatchedRow {
    const row: Record<string, unknown> = {};
    const names = new Map<string, string>();
    const problems: MatchProblem[] = [];
    for (const name of Object.keys(given)) {
      if (this.columns.targetNames.has(name)) {
        problems.push({ name, detail: `is what ${this.model} predicts; leave it out` });
        continue;
      }
      const column = this.columns.aliases.get(name) ?? name;
      const other = names.get(column);
      if (other !== undefined) {
        problems.push({ name, detail: `${name} and ${other} are names of one field; send one of them` });
        continue;
      }
      names.set(column, name);
      const value = this.meaning(column, given[name]);
      // An assignment would set the prototype, and the unknown field would go unseen. An object without a prototype
      // would not, but every access to it is slow, and to others of the same code with it.
      if (column === '__proto__') Object.defineProperty(row, column, { value, enumerable: true });
      else row[column] = value;
    }
    return { row, givenNames: names, problems };
  }

  private meaning(column: string, value: unknown): unknown {
    return typeof value === 'string' ? (this.texts.get(column)?.match(value) ?? value) : value;
  }
}

function textsOf(
  { kind, categories }: FeatureSchema,
  synonyms: Readonly<Record<string, readonly string[]>> | undefined,
): (readonly [string, string | boolean])[] {
  const others = Object.entries(synonyms ?? {});
  switch (kind) {
    case 'numeric':
    case 'date':
      return [];
    case 'boolean':
      return others.flatMap(([value, texts]) =>
        [value, ...texts].map((text) => [text, value === 'true'] as const),
      );
    case 'categorical': {
      const known = new Set(categories);
      return [
        ...[...known].map((value) => [value, value] as const),
        // A value that the training rows did not hold is refused, whatever it is called.
        ...others.flatMap(([value, texts]) =>
          known.has(value) ? texts.map((text) => [text, value] as const) : [],
        ),
      ];
    }
  }
}
