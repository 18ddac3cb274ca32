import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { applicationColumns } from './columns/application-columns.js';
import { flag, optional } from './columns/column-kinds.js';
import { dwellingColumns } from './columns/dwelling-columns.js';
import { historyColumns } from './columns/history-columns.js';

export const targetColumn = 'TARGET';

/** Not known yet of an application that is not decided. */
const target: DatasetColumn = optional(flag(targetColumn, 'Had difficulties to pay: 1 default, 0 none'));

/** The columns of a Home Credit application, named, spelt and ordered as in its file, so that the file is a copy of it. */
export const customersDataset: DatasetDefinition = {
  name: 'customers',
  origin: 'built_in',
  description: 'Applicants for a credit, and whether they had difficulties to pay it back',
  relation: 'customers',
  identifier: 'SK_ID_CURR',
  columns: [target, ...applicationColumns, ...dwellingColumns, ...historyColumns],
  splitColumns: [{ name: 'veridict_created_at', kind: 'time' }],
  // Not the version: a row that is replaced by an import begins with 1 again.
  revision: 'veridict_updated_at',
  target: targetColumn,
  positiveClass: '1',
};

/** What a model may learn from without switching a sensitive column on. */
export const customerFeatures: readonly string[] = customersDataset.columns
  .filter(({ name, sensitive }) => name !== targetColumn && !sensitive)
  .map(({ name }) => name);
