import type { TrainingRunEntity } from '#libs/training';

type Options = TrainingRunEntity['options'];

export function splitSentence(split: Options['split']): string {
  return 'column' in split ? `${split.method} by ${split.column}` : split.method;
}

export function thresholdRuleSentence(rule: NonNullable<Options['threshold']>): string {
  switch (rule.rule) {
    case 'f1':
      return 'f1';
    case 'recall':
      return `recall of at least ${rule.floor}`;
    case 'cost':
      return `least cost (false negative ${rule.false_negative}, false positive ${rule.false_positive})`;
  }
}

/** For people: four digits, no exponent where none is needed. */
export function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
