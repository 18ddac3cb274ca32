import {
  AloneMeasure,
  type ProfileWarningDto,
  ProfileTask,
  ProfileWarningCode as Code,
} from '../dto/dataset-profile.dto.js';
import { type ColumnFigures, dayOf } from './column-profile.js';
import { suspectedSentinels } from './sentinels.js';
import type { ProfiledTarget } from './target.js';

/** What a strong but honest column reaches stays below. */
const leakingAuc = 0.97;
const leakingRSquared = 0.95;
const nearlyAll = 0.99;
const manyCategories = 100;
/** Fewer different values are no proof that a column names rows. */
const fewestNames = 30;
const fewestLabelled = 100;
const fewestPerClass = 20;
const rareClass = 0.05;

/** What speaks against training on the columns as they are. No row's value, unless many rows share it. */
export function profileWarnings(
  columns: readonly ColumnFigures[],
  rows: number,
  target: ProfiledTarget | undefined,
): ProfileWarningDto[] {
  const features = columns.filter(({ sampled }) => sampled.column.name !== target?.column.name);
  return [
    ...(target ? targetWarnings(target) : []),
    ...features.flatMap((figures) => columnWarnings(figures, rows)),
    ...duplicates(columns, target),
  ];
}

function targetWarnings({ task, classes, labelled, column }: ProfiledTarget): ProfileWarningDto[] {
  const warn = (code: Code, detail: string): ProfileWarningDto => ({ code, column: column.name, detail });
  const found: ProfileWarningDto[] = [];
  if (labelled < fewestLabelled)
    found.push(
      warn(Code.TooFewRows, `Only ${labelled} rows have a target; ${fewestLabelled} are few already.`),
    );
  if (task === ProfileTask.Regression || labelled === 0) return found;
  if (classes.length === 1)
    return [...found, warn(Code.Constant, 'All rows have the same target: there is nothing to learn.')];
  const rarest = Math.min(...classes.map(({ count }) => count));
  if (rarest < fewestPerClass)
    found.push(
      warn(
        Code.TooFewRows,
        `A class has fewer than ${fewestPerClass} rows: it cannot be learned and measured.`,
      ),
    );
  if (rarest < rareClass * labelled)
    found.push(
      warn(
        Code.ClassImbalance,
        `The rarest class has less than ${rareClass * 100} % of the rows; accuracy says little, look at average precision and recall.`,
      ),
    );
  return found;
}

function columnWarnings(figures: ColumnFigures, rows: number): ProfileWarningDto[] {
  const { sampled, moments, distinct, largestShare, alone } = figures;
  const { name, kind } = sampled.column;
  const warn = (code: Code, detail: string): ProfileWarningDto => ({ code, column: name, detail });
  if (rows > 0 && moments.count === 0) return [warn(Code.AllMissing, 'No row has a value.')];
  const found: ProfileWarningDto[] = [];
  const limit = alone?.measure === AloneMeasure.RSquared ? leakingRSquared : leakingAuc;
  if (alone && alone.value >= limit) {
    const measure = alone.measure === AloneMeasure.RSquared ? 'R²' : 'AUC';
    found.push(
      warn(
        Code.SuspectedLeakage,
        `The column alone tells the target of rows it has not seen almost perfectly (${measure} ${alone.value.toFixed(3)}). Is it known before the outcome?`,
      ),
    );
  }
  if (distinct === 1) found.push(warn(Code.Constant, 'All rows with a value hold the same one.'));
  else if (largestShare >= nearlyAll)
    found.push(
      warn(Code.NearConstant, `At least ${nearlyAll * 100} % of the rows with a value hold the same one.`),
    );
  const isNamed = distinct === moments.count && distinct >= fewestNames;
  const canName = kind === 'categorical' || (kind === 'numeric' && moments.whole === true);
  if (isNamed && canName)
    found.push(
      warn(Code.IdentifierLike, 'Every row has another value: it names rows and is no property of them.'),
    );
  else if (kind === 'categorical' && distinct > manyCategories)
    found.push(
      warn(
        Code.HighCardinality,
        `It holds ${distinct} different categories; most models learn little from so many.`,
      ),
    );
  for (const value of suspectedSentinels(figures)) {
    const shown = kind === 'date' ? dayOf(value) : String(value);
    found.push(
      warn(
        Code.SuspectedSentinel,
        `${shown} stands apart from the other values and is frequent: if it stands for a missing one, declare it in missing_values.`,
      ),
    );
  }
  return found;
}

/** Columns that hold the same in every row; a feature like that gives the target away or counts twice. */
function duplicates(
  columns: readonly ColumnFigures[],
  target: ProfiledTarget | undefined,
): ProfileWarningDto[] {
  const first = new Map<string, string>();
  const found: ProfileWarningDto[] = [];
  // The target first, so that its copies are told, not it.
  const ordered = [...columns].sort((a, b) => Number(isTarget(b, target)) - Number(isTarget(a, target)));
  for (const { sampled, moments, distinct } of ordered) {
    if (moments.fingerprint === null || distinct < 2) continue;
    const { name } = sampled.column;
    const key = `${sampled.isNumber} ${moments.count} ${moments.fingerprint}`;
    const original = first.get(key);
    if (original === undefined) first.set(key, name);
    else
      found.push({
        code: Code.DuplicateColumn,
        column: name,
        detail: `It holds the same as ${original} in every row.`,
      });
  }
  return found;
}

const isTarget = ({ sampled }: ColumnFigures, target: ProfiledTarget | undefined): boolean =>
  sampled.column.name === target?.column.name;
