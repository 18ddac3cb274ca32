import type { ModelCardDetails } from '#libs/models';
import type { DeliveredVersion } from '../delivered-run.js';
import { markdownTable, markdownText } from '../markdown.js';
import { shown } from '../sentences.js';

const mostClasses = 50;

export function metricTable({ metrics, baseline_metrics, card }: DeliveredVersion['row']): string {
  const cell = (value: number | undefined): string => (typeof value === 'number' ? shown(value) : '');
  const rows = Object.entries(metrics).map(([name, value]) => {
    const interval = card.metric_intervals?.[name];
    return [
      markdownText(name),
      cell(value),
      interval ? `${shown(interval.lower)} to ${shown(interval.upper)}` : '',
      cell(baseline_metrics[name]),
      cell(card.out_of_fold_metrics?.[name]),
    ];
  });
  return markdownTable(['metric', 'held out', '95 % interval', 'baseline', 'out of fold'], rows);
}

export function classTable({ class_metrics: classes = [] }: ModelCardDetails): string {
  if (classes.length === 0) return '';
  const rows = classes
    .slice(0, mostClasses)
    .map(({ class: name, support, precision, recall, f1 }) => [
      markdownText(name),
      String(support),
      shown(precision),
      shown(recall),
      shown(f1),
    ]);
  const table = markdownTable(['class', 'rows', 'precision', 'recall', 'F1'], rows);
  const rest = classes.length - rows.length;
  return rest > 0 ? `${table}\n\nAnd ${rest} more classes, see model_card.json.` : table;
}
