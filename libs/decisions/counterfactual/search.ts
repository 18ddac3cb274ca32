import type { FeatureRow, FeatureValue } from '#libs/models';
import { type Attempt, type Change, type Changeable, distanceOf } from './changeable.js';
import { allChanges, expansions } from './combinations.js';
import { shrink } from './shrink.js';

/** Answered in one turn of the event loop. */
const rowsPerTurn = 100;
/** Rows that the next change is added to: the most promising, of several features. */
const beamWidth = 12;
const keptPerFeature = 3;
/** Flips that are made smaller before the nearest is taken. */
const shrunkFlips = 8;
/** Rows that are all tried; of more, only those with promising changes. */
const mostExhaustive = 2000;

export interface SearchTask {
  readonly row: FeatureRow;
  readonly probability: number;
  /** Below it the decision is the wanted one. */
  readonly below: number;
  readonly changeables: readonly Changeable[];
  readonly maximumChanges: number;
  /** Whether rows with these changes occur: only such are tried. */
  readonly occur: (candidates: readonly (readonly Change[])[]) => readonly boolean[];
  /** Probabilities of rows, by the real graph. */
  readonly score: (rows: readonly FeatureRow[]) => Promise<readonly number[]>;
  readonly isTimeUp: () => boolean;
}

export interface SearchOutcome {
  readonly found: boolean;
  /** The nearest that flips, else the one with the lowest probability; no changes: none lowers it. */
  readonly attempt: Attempt;
  readonly rowsTried: number;
  /** Whether the time was up before everything was tried. */
  readonly incomplete: boolean;
}

/**
 * The smallest change that flips a decision. All rows of the candidates that occur are tried, first those with one
 * change, then, when none flips, with a second and a third. Where they are too many, changes are added to the most
 * promising ones only (beam search), so that the smallest may be missed, and a flip may be too. Wachter, Mittelstadt and
 * Russell (2017), "Counterfactual explanations without opening the black box", say what is looked for; candidates are
 * values that other rows hold, so that proposals stay possible.
 */
export async function searchCounterfactual(task: SearchTask): Promise<SearchOutcome> {
  const search = new Search(task);
  let attempts: Attempt[] = [{ changes: [], probability: task.probability }];
  for (let count = 1; count <= task.maximumChanges; count += 1) {
    const every = search.occurring(allChanges(task.changeables, count) ?? []);
    attempts = await search.try(
      every.length > 0 && every.length <= mostExhaustive
        ? every
        : search.occurring(expansions(mostPromising(attempts), task.changeables)),
    );
    const flips = attempts.filter(({ probability }) => probability < task.below);
    if (flips.length > 0) return search.outcome(await search.nearest(flips), true);
    if (search.incomplete) break;
  }
  return search.outcome(search.lowest, false);
}

class Search {
  incomplete = false;
  lowest: Attempt;
  private rowsTried = 0;

  constructor(private readonly task: SearchTask) {
    this.lowest = { changes: [], probability: task.probability };
  }

  occurring(candidates: readonly (readonly Change[])[]): (readonly Change[])[] {
    const occur = this.task.occur(candidates);
    return candidates.filter((_, index) => occur[index]);
  }

  async try(candidates: readonly (readonly Change[])[]): Promise<Attempt[]> {
    const attempts: Attempt[] = [];
    for (let start = 0; start < candidates.length; start += rowsPerTurn) {
      if (this.task.isTimeUp()) {
        this.incomplete = true;
        break;
      }
      const portion = candidates.slice(start, start + rowsPerTurn);
      const probabilities = await this.score(portion);
      portion.forEach((changes, i) => attempts.push({ changes, probability: probabilities[i]! }));
    }
    for (const attempt of attempts) if (attempt.probability < this.lowest.probability) this.lowest = attempt;
    return attempts;
  }

  /** Of the flips, made as small as they can be. */
  async nearest(flips: readonly Attempt[]): Promise<Attempt> {
    const ordered = [...flips].sort((a, b) => distanceOf(a.changes) - distanceOf(b.changes));
    let nearest = ordered[0]!;
    for (const flip of oneOfEachKind(ordered).slice(0, shrunkFlips)) {
      if (this.task.isTimeUp()) {
        this.incomplete = true;
        break;
      }
      const smaller = await shrink(flip, async (changes) => {
        if (this.occurring([changes]).length === 0) return undefined;
        const [probability] = await this.score([changes]);
        return probability! < this.task.below ? probability : undefined;
      });
      if (distanceOf(smaller.changes) < distanceOf(nearest.changes)) nearest = smaller;
    }
    return nearest;
  }

  outcome(attempt: Attempt, found: boolean): SearchOutcome {
    return { found, attempt, rowsTried: this.rowsTried, incomplete: this.incomplete };
  }

  private score(candidates: readonly (readonly Change[])[]): Promise<readonly number[]> {
    this.rowsTried += candidates.length;
    return this.task.score(candidates.map((changes) => applied(this.task.row, changes)));
  }
}

export function applied(row: FeatureRow, changes: readonly Change[]): FeatureRow {
  const values = changes.map(({ changeable, to }): [string, FeatureValue] => [changeable.feature, to]);
  return { ...row, ...Object.fromEntries(values) };
}

/** The lowest probabilities, but not all by the same feature. */
function mostPromising(attempts: readonly Attempt[]): Attempt[] {
  const kept = new Map<string, number>();
  const promising: Attempt[] = [];
  for (const attempt of [...attempts].sort((a, b) => a.probability - b.probability)) {
    const kind = kindOf(attempt);
    const count = kept.get(kind) ?? 0;
    if (count >= keptPerFeature) continue;
    kept.set(kind, count + 1);
    promising.push(attempt);
    if (promising.length === beamWidth) break;
  }
  return promising;
}

/** Of several flips by the same features, the nearest: shrinking finds what lies between. */
function oneOfEachKind(ordered: readonly Attempt[]): Attempt[] {
  const seen = new Set<string>();
  return ordered.filter((attempt) => {
    const kind = kindOf(attempt);
    return !seen.has(kind) && Boolean(seen.add(kind));
  });
}

function kindOf({ changes }: Attempt): string {
  return JSON.stringify(changes.map(({ changeable }) => changeable.feature).sort());
}
