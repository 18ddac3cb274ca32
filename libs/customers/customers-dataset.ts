import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { applicationColumns } from './columns/application-columns.js';
import { flag, number, optional } from './columns/column-kinds.js';
import { dwellingColumns } from './columns/dwelling-columns.js';
import { historyColumns } from './columns/history-columns.js';

export const targetColumn = 'TARGET';

/** Numbers of customers have up to 15 digits, so that JavaScript counts them exactly. */
export const largestCustomerId = 999_999_999_999_999;

/** A row of the file holds it, so a request may: taken, neither used nor recorded. */
const identifier: DatasetColumn = {
  ...number('SK_ID_CURR', 'Number of the customer', {
    integer: true,
    minimum: 1,
    maximum: largestCustomerId,
  }),
  excluded: true,
  acceptedUnused: true,
};

/** Not known yet of an application that is not decided. */
const target: DatasetColumn = optional(flag(targetColumn, 'Had difficulties to pay: 1 default, 0 none'));

/** The columns of a Home Credit application, named, spelt and ordered as in its file, so that the file is a copy of it. */
export const customersDataset: DatasetDefinition = {
  name: 'customers',
  origin: 'built_in',
  description: 'Applicants for a credit, and whether they had difficulties to pay it back',
  relation: 'customers',
  identifier: identifier.name,
  columns: [identifier, target, ...applicationColumns, ...dwellingColumns, ...historyColumns],
  splitColumns: [{ name: 'veridict_created_at', kind: 'time' }],
  // Not the version: a row that is replaced by an import begins with 1 again.
  revision: 'veridict_updated_at',
  version: 'veridict_version',
  target: targetColumn,
  positiveClass: '1',
};

/** What a model may learn from without switching a sensitive column on. */
export const customerFeatures: readonly string[] = customersDataset.columns
  .filter(({ name, sensitive, excluded }) => name !== targetColumn && !sensitive && !excluded)
  .map(({ name }) => name);
