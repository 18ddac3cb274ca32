import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  classExpression,
  type DatasetColumn,
  type DatasetDefinition,
  labelledCondition,
  readRelation,
} from '#libs/datasets';

/** What stands in a target: it says which task a model has. */
@Injectable()
export class LabelValues {
  constructor(private readonly database: DataSource) {}

  /** The different values as names of classes, in the order of their code units; of more than `most` any `most` + 1. */
  async of(dataset: DatasetDefinition, target: DatasetColumn, most: number): Promise<string[]> {
    const rows = await readRelation(this.database, dataset, (manager) =>
      manager.query<{ value: string }[]>(
        `SELECT DISTINCT ${classExpression(target)} AS value FROM ${dataset.relation}
         WHERE ${labelledCondition(target)} LIMIT $1`,
        [most + 1],
      ),
    );
    return rows.map(({ value }) => value).sort((a, b) => (a < b ? -1 : 1));
  }
}
