import type { ExportColumn } from '#libs/datasets';
import type { ModelVersionEntity } from '#libs/models';

const number = (name: string, expression?: string): ExportColumn => ({
  name,
  kind: 'number',
  ...(expression ? { expression } : {}),
});

/** Columns of an answer by the kind of its model. Numbers keep every digit. */
export function answerColumns({ task }: Pick<ModelVersionEntity, 'task'>): ExportColumn[] {
  switch (task) {
    case 'regression':
      return [number('prediction'), number('interval_lower'), number('interval_upper')];
    case 'binary':
      return [number('prediction'), number('probability')];
    case 'multiclass':
      return [number('prediction'), { name: 'label', kind: 'text' }];
  }
}

/** Multiclass: one column for each class of the version. */
export function probabilityColumns({ classes }: Pick<ModelVersionEntity, 'classes'>): ExportColumn[] {
  return (classes ?? []).map((name, index) => number(`probability_${name}`, `"probabilities"[${index + 1}]`));
}
