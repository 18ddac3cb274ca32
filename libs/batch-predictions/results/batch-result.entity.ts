import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { RowSplit } from '#libs/models';
import type { ResultProblem } from './batch-result.js';

/** The result of one row. Written by COPY, never changed. */
@Entity('batch_prediction_results')
@Check('ck_batch_prediction_results_answer', '(prediction IS NULL) <> (problems IS NULL)')
@Check('ck_batch_prediction_results_split', `split IN ('train', 'test', 'changed', 'unseen')`)
@Index('ix_batch_prediction_results_row_identifier', ['row_identifier'])
@Index('ix_batch_prediction_results_refused', ['batch_id', 'position'], { where: 'problems IS NOT NULL' })
export class BatchResultEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_batch_prediction_results' })
  batch_id!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'pk_batch_prediction_results' })
  position!: number;

  @Column('text')
  row_identifier!: string;

  @Column('text', { nullable: true })
  row_revision!: string | null;

  /** How the version knew the row; null where it was refused or nobody knows. */
  @Column('text', { nullable: true })
  split!: RowSplit | null;

  @Column('double precision', { nullable: true })
  prediction!: number | null;

  @Column('double precision', { nullable: true })
  probability!: number | null;

  @Column('text', { nullable: true })
  label!: string | null;

  /** Multiclass: in the order of the version's classes. */
  @Column('double precision', { array: true, nullable: true })
  probabilities!: number[] | null;

  @Column('double precision', { nullable: true })
  interval_lower!: number | null;

  @Column('double precision', { nullable: true })
  interval_upper!: number | null;

  @Column('jsonb', { nullable: true })
  problems!: ResultProblem[] | null;
}
