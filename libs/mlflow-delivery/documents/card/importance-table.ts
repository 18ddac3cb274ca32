import type { ModelCardDetails } from '#libs/models';
import { markdownTable, markdownText } from '../markdown.js';
import { shown } from '../sentences.js';

const mostFeatures = 20;

/** By how much the loss rises without the feature, beside how much the feature moves the answers. */
export function importanceTable({
  permutation_importance: permuted = [],
  contribution_importance: contributed = [],
}: ModelCardDetails): string {
  const names = (permuted.length > 0 ? permuted : contributed).map(({ feature }) => feature);
  if (names.length === 0) return '';
  const contributions = new Map(
    contributed.map((entry) => [entry.feature, entry.mean_absolute_contribution]),
  );
  const losses = new Map(permuted.map((entry) => [entry.feature, entry]));
  const rows = names.slice(0, mostFeatures).map((name) => {
    const loss = losses.get(name);
    const contribution = contributions.get(name);
    return [
      markdownText(name),
      loss ? `${shown(loss.importance)} ± ${shown(loss.standard_deviation)}` : '',
      contribution === undefined ? '' : shown(contribution),
    ];
  });
  const table = markdownTable(['column', 'loss without it', 'mean contribution to the raw score'], rows);
  const rest = names.length - rows.length;
  return rest > 0 ? `${table}\n\nAnd ${rest} more columns, see model_card.json.` : table;
}
