import { type DatasetColumn, type DatasetDefinition, nearestName } from '#libs/datasets';
import type { FieldProblem } from '#libs/platform';

export interface AskedFeatures {
  readonly target: string;
  readonly features?: readonly string[] | undefined;
  readonly excluded?: readonly string[] | undefined;
  readonly sensitive_features?: readonly string[] | undefined;
  /** Names of answers in the model's file, where a feature of such a name would be the same value. */
  readonly answers: readonly string[];
}

export interface ChosenFeatures {
  /** In the order of the dataset. */
  readonly features: readonly DatasetColumn[];
  readonly sensitiveFeatures: readonly string[];
  /** What was left out without being told, and why. */
  readonly inferred: readonly string[];
}

/** The columns that a model learns from, or every reason why it cannot learn from those that were named. */
export function chooseFeatures(
  dataset: DatasetDefinition,
  asked: AskedFeatures,
): ChosenFeatures | readonly FieldProblem[] {
  const { features: named, excluded = [], sensitive_features: sensitive = [] } = asked;
  const problems: FieldProblem[] = [
    ...unknownColumns(dataset, '/features', named ?? []),
    ...unknownColumns(dataset, '/excluded', excluded),
    ...unknownColumns(dataset, '/sensitive_features', sensitive),
  ];
  const refuse = (list: string, names: readonly string[], reason: (name: string) => string | undefined) =>
    names.forEach((name, index) => {
      const detail = reason(name);
      if (detail !== undefined) problems.push({ pointer: `/${list}/${index}`, detail });
    });
  const byName = new Map(dataset.columns.map((column) => [column.name, column]));
  const never = (name: string): string | undefined => {
    if (name === asked.target) return 'is what the model predicts';
    if (name === dataset.identifier) return 'names the rows, and says nothing of new ones';
    return asked.answers.includes(name)
      ? "is the name of an answer in the model's file; rename the column"
      : undefined;
  };
  refuse('features', named ?? [], (name) => {
    if (byName.get(name)?.sensitive && !sensitive.includes(name))
      return 'is sensitive; to learn from it all the same, name it in sensitive_features';
    return never(name) ?? (excluded.includes(name) ? 'is named in excluded too' : undefined);
  });
  refuse('sensitive_features', sensitive, (name) => {
    const column = byName.get(name);
    if (column && !column.sensitive) return 'is not sensitive; name it in features';
    return never(name) ?? (excluded.includes(name) ? 'is named in excluded too' : undefined);
  });
  if (problems.length > 0) return problems;
  const wanted = (column: DatasetColumn): boolean =>
    sensitive.includes(column.name) ||
    ((named ? named.includes(column.name) : !excluded.includes(column.name) && isDefault(column)) &&
      never(column.name) === undefined);
  const features = dataset.columns.filter(wanted);
  if (features.length === 0)
    return [{ pointer: '/features', detail: 'no column is left to learn from; name some' }];
  const leftOut = named
    ? []
    : dataset.columns.filter((column) => !wanted(column) && !excluded.includes(column.name));
  return {
    features,
    sensitiveFeatures: features.filter((column) => column.sensitive).map(({ name }) => name),
    inferred: [
      ...(named ? [] : [`features are ${features.length} columns`]),
      ...leftOut
        .filter(({ name }) => name !== asked.target)
        .map(
          (column) =>
            `${JSON.stringify(column.name)} is no feature: it ${reasonOf(column) ?? never(column.name)}`,
        ),
    ],
  };
}

function isDefault({ excluded, sensitive, acceptedUnused }: DatasetColumn): boolean {
  return !excluded && !sensitive && !acceptedUnused;
}

function reasonOf({ sensitive, excluded, acceptedUnused }: DatasetColumn): string | undefined {
  if (sensitive) return 'is sensitive';
  return excluded || acceptedUnused ? 'is excluded by the dataset' : undefined;
}

function unknownColumns(
  dataset: DatasetDefinition,
  pointer: string,
  names: readonly string[],
): FieldProblem[] {
  const known = dataset.columns.map(({ name }) => name);
  return names.flatMap((name, index) =>
    known.includes(name) ? [] : [{ pointer: `${pointer}/${index}`, detail: noSuchColumn(dataset, name) }],
  );
}

export function noSuchColumn(dataset: DatasetDefinition, name: string): string {
  const nearest = nearestName(
    name,
    dataset.columns.map((column) => column.name),
  );
  return `is no column of ${dataset.name}${nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`}`;
}
