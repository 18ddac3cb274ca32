import { columnsOf, MlError, parseAllDerived } from '#libs/ml';
import type { FieldProblem } from '#libs/platform';
import { type DatasetDefinition, featureColumn } from '../feature-schema.js';
import { longestNameBytes } from '../infer/header-names.js';
import { systemPrefix } from '../owned/system-columns.js';
import { unsendableName } from '../unsendable-name.js';

/** Everything wrong with the derived features of a dataset, as pointers into what declares them. */
export function derivedProblems({
  derived = [],
  columns,
  target,
}: Pick<DatasetDefinition, 'derived' | 'columns' | 'target'>): FieldProblem[] {
  const misnamed = derived.flatMap(({ name }, place) =>
    isName(name)
      ? []
      : [
          {
            pointer: `/derived/${place}/name`,
            detail: `must have at most ${longestNameBytes} bytes, neither control characters nor decomposed accents, not begin with ${systemPrefix}, and not be ${unsendableName}`,
          },
        ],
  );
  const pointer = (name: string): string => {
    const place = derived.findIndex((feature) => feature.name === name);
    return place < 0 ? '/derived' : `/derived/${place}`;
  };
  try {
    const leaking = parseAllDerived(derived, columns.map(featureColumn)).filter(
      (feature) => target !== undefined && columnsOf(feature).includes(target),
    );
    return [
      ...misnamed,
      ...leaking.map(({ name }) => ({ pointer: pointer(name), detail: 'is computed from the target' })),
    ];
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    return [...misnamed, ...error.problems.map(({ field, detail }) => ({ pointer: pointer(field), detail }))];
  }
}

const isName = (name: string): boolean =>
  Buffer.byteLength(name) <= longestNameBytes &&
  !name.startsWith(systemPrefix) &&
  name !== unsendableName &&
  !/\p{Cc}/u.test(name) &&
  name === name.normalize('NFC');
