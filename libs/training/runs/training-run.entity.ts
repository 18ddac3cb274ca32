import type { HyperparameterValue } from '#libs/ml';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { RequestedJob } from '#libs/jobs';
import { ModelEntity } from '#libs/models';
import type { ErrorCode, FieldProblem } from '#libs/platform';
import type { FitPhase } from '../fit/fit-task.js';
import type { TrainingOptions } from '../options/training-options.js';
import type { RunOrigin } from './run-origin.js';

export enum RunStatus {
  Queued = 'queued',
  Running = 'running',
  Succeeded = 'succeeded',
  Failed = 'failed',
  Cancelled = 'cancelled',
}

export interface RunProgress {
  readonly phase: 'queued' | FitPhase | 'storing' | 'finished';
  readonly stage?: string;
  readonly fold?: number;
  readonly folds?: number;
  readonly iteration?: number;
  readonly iterations?: number;
  readonly loss?: number;
  readonly validation_loss?: number;
}

export interface RunError {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly problems: readonly FieldProblem[];
}

/** One attempt to make a version. */
@Entity('training_runs')
@Index('uq_training_runs_active', ['model'], { unique: true, where: `status IN ('queued', 'running')` })
@Index('ix_training_runs_created_at', ['created_at', 'id'])
export class TrainingRunEntity extends RequestedJob {
  /** UUIDv7. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_training_runs' })
  id!: string;

  @Column('text')
  model!: string;

  @ManyToOne(() => ModelEntity, { nullable: false })
  @JoinColumn({ name: 'model', foreignKeyConstraintName: 'fk_training_runs_model' })
  model_row?: Relation<ModelEntity>;

  @Column('text')
  status!: RunStatus;

  @Column('text')
  algorithm!: string;

  @Column('jsonb')
  hyperparameters!: Record<string, HyperparameterValue>;

  @Column('integer')
  seed!: number;

  @Column('double precision')
  test_size!: number;

  @Column('jsonb')
  options!: TrainingOptions;

  @Column('jsonb')
  progress!: RunProgress;

  @Column('integer', { nullable: true })
  n_rows!: number | null;

  /** Of the version: that which was asked for, or which `auto` chose. */
  @Column('text', { nullable: true })
  trained_algorithm!: string | null;

  @Column('integer', { nullable: true })
  model_version!: number | null;

  @Column('jsonb', { nullable: true })
  metrics!: Record<string, number> | null;

  @Column('jsonb', { nullable: true })
  baseline_metrics!: Record<string, number> | null;

  @Column('boolean', { nullable: true })
  promoted!: boolean | null;

  @Column('text', { nullable: true })
  promotion_reason!: string | null;

  @Column('jsonb', { nullable: true })
  error!: RunError | null;

  /** Of the code that trained; null where nobody told. */
  @Column('text', { nullable: true })
  git_commit!: string | null;

  /** Null for a run that trained. */
  @Column('jsonb', { nullable: true })
  origin!: RunOrigin | null;

  /** Null until delivered to MLflow. */
  @Column('text', { nullable: true })
  mlflow_run_id!: string | null;

  @Column('text', { nullable: true })
  mlflow_model_uri!: string | null;
}

export const isFinished = (run: Pick<TrainingRunEntity, 'status'>): boolean =>
  run.status !== RunStatus.Queued && run.status !== RunStatus.Running;
