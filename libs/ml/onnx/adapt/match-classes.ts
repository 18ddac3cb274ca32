import { shownName } from './elements.js';
import type { ClassLabels } from './class-labels.js';
import type { Contract } from './contract.js';

export interface MatchedClasses {
  readonly columns: readonly number[];
  readonly notes: readonly string[];
}

const YES: ReadonlySet<string> = new Set(['1', 'true', 'True']);
const NO: ReadonlySet<string> = new Set(['0', 'false', 'False']);

/**
 * Which column of the probabilities is which class of ours.
 *
 * @param labels as the file names them, in the order of the columns; undefined where it does not
 * @param width number of columns, where it is declared
 */
export function matchClasses(
  labels: ClassLabels | undefined,
  width: number | undefined,
  { task, classes }: Contract,
): MatchedClasses | { readonly detail: string } {
  if (labels && width !== undefined && labels.names.length !== width)
    return { detail: `has ${width} columns for ${labels.names.length} classes` };
  return task === 'binary' ? matchTruth(labels, width) : matchNames(labels, classes);
}

function matchTruth(
  labels: ClassLabels | undefined,
  width: number | undefined,
): MatchedClasses | { readonly detail: string } {
  if (!labels) {
    if (width !== 2)
      return { detail: 'has an unknown number of columns; expected are two, or the probability of class 1' };
    return {
      columns: [1],
      notes: [
        'The file does not name its classes; its second column is taken as the probability of class 1.',
      ],
    };
  }
  const yes = labels.names.findIndex((name) => YES.has(name));
  if (labels.names.length === 2 && yes !== -1 && NO.has(labels.names[1 - yes]!))
    return { columns: [yes], notes: [] };
  return {
    detail: `is for the classes ${shownList(labels.names)}; expected are 0 and 1, or false and true: train it on them`,
  };
}

function matchNames(
  labels: ClassLabels | undefined,
  classes: readonly string[],
): MatchedClasses | { readonly detail: string } {
  const ours = `the rows have ${shownList(classes)}`;
  if (!labels)
    return {
      detail: `does not say which column is which class; list them in the metadata classes, a JSON array: ${ours}`,
    };
  if (labels.names.length !== classes.length)
    return { detail: `is for ${labels.names.length} classes (${shownList(labels.names)}); ${ours}` };
  const columns = classes.map((name) => labels.names.indexOf(name));
  if (!columns.includes(-1)) return { columns, notes: [] };
  const numbered = labels.areNumbers && labels.names.every((name, place) => name === String(place));
  if (!numbered) return { detail: `is for the classes ${shownList(labels.names)}; ${ours}` };
  const meaning = classes.map((name, place) => `${place} as ${name}`).join(', ');
  return {
    columns: classes.map((_, place) => place),
    notes: [`The file numbers its classes; they are read in the order of the names: ${meaning}.`],
  };
}

function shownList(names: readonly string[]): string {
  return names.slice(0, 20).map(shownName).join(', ') + (names.length > 20 ? ', ...' : '');
}
