import {
  AloneMeasure,
  AssociationMeasure,
  type AloneDto,
  type AssociationDto,
  ProfileTask,
} from '../dto/dataset-profile.dto.js';
import { crosswiseAuc, crosswiseRSquared } from './alone.js';
import type { ContingencyCell } from './contingency.js';
import type { ProfiledTarget } from './target.js';

/** Of categories with the target; missing ones are left out. */
export function categoryAssociation(
  cells: readonly ContingencyCell[],
  { task }: ProfiledTarget,
): AssociationDto {
  const present = cells.filter(({ bin }) => bin !== -1);
  return task === ProfileTask.Regression
    ? { measure: AssociationMeasure.EtaSquared, value: etaSquared(present) }
    : { measure: AssociationMeasure.CramersV, value: cramersV(present) };
}

/** What the column alone tells of the target. Of several classes: their areas, weighted by their rows. */
export function alone(cells: readonly ContingencyCell[], target: ProfiledTarget): AloneDto | null {
  if (target.task === ProfileTask.Regression) {
    const value = crosswiseRSquared(cells);
    return value === undefined ? null : { measure: AloneMeasure.RSquared, value };
  }
  const judged = target.classes.flatMap(({ value, count }, place) => {
    if (target.positiveClass !== null && value !== target.positiveClass) return [];
    const auc = crosswiseAuc(cells, (cell) => cell.class === place);
    return auc === undefined ? [] : [{ auc, count }];
  });
  const rows = judged.reduce((sum, { count }) => sum + count, 0);
  if (rows === 0) return null;
  const value = judged.reduce((sum, { auc, count }) => sum + auc * count, 0) / rows;
  return { measure: AloneMeasure.Auc, value };
}

/** The share of the target's variance that lies between the categories; null where it has none. */
function etaSquared(cells: readonly ContingencyCell[]): number | null {
  const bins = grouped(cells, ({ bin }) => bin);
  const all = [...bins.values()].reduce(added, nothing);
  const within = [...bins.values()].reduce(
    (sum, bin) => sum + bin.squares - (bin.sum * bin.sum) / bin.count,
    0,
  );
  const total = all.squares - (all.sum * all.sum) / all.count;
  return total > 0 ? Math.max(0, 1 - within / total) : null;
}

/** Cramér (1946), section 21.9: the square root of chi² by rows and the smaller number of categories less one. */
function cramersV(cells: readonly ContingencyCell[]): number | null {
  const bins = grouped(cells, ({ bin }) => bin);
  const classes = grouped(cells, (cell) => cell.class);
  const freedom = Math.min(bins.size, classes.size) - 1;
  if (freedom < 1) return null;
  const joint = grouped(cells, (cell) => `${cell.bin} ${cell.class}`);
  // Summed over all pairs, observed² / (row total × column total) is 1 + chi² / rows.
  let ratio = 0;
  for (const [key, { count }] of joint) {
    const [bin, place] = key.split(' ').map(Number);
    ratio += count ** 2 / (bins.get(bin!)!.count * classes.get(place!)!.count);
  }
  return Math.sqrt(Math.max(0, ratio - 1) / freedom);
}

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

const nothing: Sums = { count: 0, sum: 0, squares: 0 };

const added = (a: Sums, b: Sums): Sums => ({
  count: a.count + b.count,
  sum: a.sum + b.sum,
  squares: a.squares + b.squares,
});

function grouped<Key>(
  cells: readonly ContingencyCell[],
  key: (cell: ContingencyCell) => Key,
): Map<Key, Sums> {
  const groups = new Map<Key, Sums>();
  for (const cell of cells) groups.set(key(cell), added(groups.get(key(cell)) ?? nothing, cell));
  return groups;
}
