import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How a batch ended; of a batch that was cancelled or failed, the rows until then are answered and recorded. */
export const batchEnds = ['succeeded', 'failed', 'cancelled'] as const;
export type BatchEnd = (typeof batchEnds)[number];

/** One batch of predictions. Inserted in the transaction that ends the batch, never changed. */
@Entity({ schema: 'audit', name: 'batch_predictions' })
@Check('ck_batch_predictions_status', `status IN ('succeeded', 'failed', 'cancelled')`)
@Index('ix_batch_predictions_occurred_at', ['occurred_at', 'id'])
export class BatchPredictionRecordEntity {
  /** The batch's. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_batch_predictions' })
  id!: string;

  /** When the batch ended. */
  @Column('timestamptz')
  occurred_at!: Date;

  @Column('timestamptz')
  requested_at!: Date;

  /** Who asked for the batch. */
  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;

  @Column('text')
  credential_id!: string;

  @Column('text')
  model!: string;

  @Column('integer')
  model_version!: number;

  @Column('text')
  model_digest!: string;

  @Column('double precision', { nullable: true })
  threshold!: number | null;

  @Column('text')
  selection!: string;

  @Column('text')
  status!: BatchEnd;

  @Column('integer')
  rows_answered!: number;

  @Column('integer')
  rows_refused!: number;

  @Column('text')
  content_hash!: string;

  /** See `PredictionRecordEntity`. */
  @Column('bigint', { select: false, default: () => '((pg_current_xact_id()))' })
  transaction_id!: string;
}

export type BatchPredictionRecord = Readonly<Omit<BatchPredictionRecordEntity, 'transaction_id'>>;
