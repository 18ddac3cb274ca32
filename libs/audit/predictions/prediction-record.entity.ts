import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { PredictionStatus } from './prediction-record.js';

/** One prediction call's row. Inserted by `PredictionAudit`, never changed. */
@Entity({ schema: 'audit', name: 'predictions' })
@Check('ck_predictions_status', `status IN ('answered', 'refused', 'failed')`)
@Index('ix_predictions_occurred_at', ['occurred_at', 'id'])
@Index('ix_predictions_decisions', ['occurred_at', 'id'], { where: 'decision IS NOT NULL' })
@Index('ix_predictions_decided_rows', ['model', 'subject_id', 'occurred_at', 'id'], {
  where: 'decision IS NOT NULL',
})
@Index('ix_predictions_subject_id', ['subject_id', 'occurred_at'], { where: 'subject_id IS NOT NULL' })
export class PredictionRecordEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_predictions' })
  id!: string;

  @Column('text')
  request_id!: string;

  @Column('timestamptz')
  occurred_at!: Date;

  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;

  @Column('text')
  credential_id!: string;

  @Column('text')
  route!: string;

  @Column('text', { nullable: true })
  subject_id!: string | null;

  @Column('text', { nullable: true })
  model!: string | null;

  @Column('integer', { nullable: true })
  model_version!: number | null;

  @Column('text', { nullable: true })
  model_digest!: string | null;

  @Column('jsonb', { nullable: true })
  inputs!: Record<string, unknown> | null;

  @Column('jsonb', { nullable: true })
  output!: Record<string, unknown> | null;

  @Column('double precision', { nullable: true })
  threshold!: number | null;

  @Column('jsonb', { nullable: true })
  decision!: Record<string, unknown> | null;

  @Column('text')
  status!: PredictionStatus;

  @Column('integer')
  http_status!: number;

  @Column('text', { nullable: true })
  error_code!: string | null;

  @Column('jsonb', { nullable: true })
  error_fields!: string[] | null;

  @Column('double precision')
  latency_ms!: number;

  /**
   * The inserting transaction, not shown; text, because a bigint may exceed JavaScript's numbers. The
   * default is written as TypeORM reads it back, without casts: only its drift check uses it.
   */
  @Column('bigint', { select: false, default: () => '((pg_current_xact_id()))' })
  transaction_id!: string;
}

/** A record as it is read back. */
export type PredictionRecordRow = Readonly<Omit<PredictionRecordEntity, 'transaction_id'>>;
