import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { RequestedJob } from '#libs/jobs';
import { ModelVersionEntity } from '#libs/models';
import type { ErrorCode, FieldProblem } from '#libs/platform';

export enum BatchStatus {
  Queued = 'queued',
  Running = 'running',
  Succeeded = 'succeeded',
  Failed = 'failed',
  Cancelled = 'cancelled',
}

export enum RowSelection {
  All = 'all',
  /** Rows that the version has not answered as they are now. */
  Unpredicted = 'unpredicted',
}

export interface BatchError {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly problems: readonly FieldProblem[];
}

/** One version's answers to many rows: what was asked for, and how far it has come. */
@Entity('batch_predictions')
@Check('ck_batch_predictions_selection', `selection IN ('all', 'unpredicted')`)
@Check('ck_batch_predictions_status', `status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')`)
@Check('ck_batch_predictions_results_deleted', 'results_deleted_at IS NULL OR finished_at IS NOT NULL')
@Index('uq_batch_predictions_active', ['model'], { unique: true, where: `status IN ('queued', 'running')` })
@Index('ix_batch_predictions_created_at', ['created_at', 'id'])
export class BatchPredictionEntity extends RequestedJob {
  /** UUIDv7. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_batch_predictions' })
  id!: string;

  @Column('text')
  model!: string;

  /** Fixed when the batch is asked for, whatever becomes of the champion meanwhile. */
  @Column('integer')
  model_version!: number;

  @ManyToOne(() => ModelVersionEntity, { nullable: false })
  @JoinColumn([
    {
      name: 'model',
      referencedColumnName: 'model',
      foreignKeyConstraintName: 'fk_batch_predictions_version',
    },
    {
      name: 'model_version',
      referencedColumnName: 'version',
      foreignKeyConstraintName: 'fk_batch_predictions_version',
    },
  ])
  version_row?: Relation<ModelVersionEntity>;

  /** SHA-256 of the version's file, lower-case hex. */
  @Column('text')
  model_digest!: string;

  /** Binary models: fixed like the version. */
  @Column('double precision', { nullable: true })
  threshold!: number | null;

  @Column('text')
  selection!: RowSelection;

  @Column('text')
  status!: BatchStatus;

  /** Null until counted. */
  @Column('integer', { nullable: true })
  rows_total!: number | null;

  @Column('integer', { default: 0 })
  rows_answered!: number;

  @Column('integer', { default: 0 })
  rows_refused!: number;

  /** Of the last row whose result is stored: where the next attempt goes on. */
  @Column('text', { nullable: true })
  last_identifier!: string | null;

  /** Over the results that are stored; see `ContentHash`. */
  @Column('text')
  content_hash!: string;

  @Column('double precision', { nullable: true })
  rows_per_second!: number | null;

  /** From then on the batch has its counts and its content hash, and no results. */
  @Column('timestamptz', { nullable: true })
  results_deleted_at!: Date | null;

  @Column('jsonb', { nullable: true })
  error!: BatchError | null;
}

export const isFinished = (batch: BatchPredictionEntity): boolean =>
  batch.status !== BatchStatus.Queued && batch.status !== BatchStatus.Running;
