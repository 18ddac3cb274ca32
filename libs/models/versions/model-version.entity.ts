import type { HyperparameterValue, LearntConstants, Task } from '#libs/ml';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ModelEntity } from '../model.entity.js';
import { ArtefactEntity } from './artefact.entity.js';
import type { FeatureSchema } from './fitted-schema.js';
import type { ModelCardSummaryDto } from '../dto/model-card-summary.dto.js';
import type { ModelCardDetails } from '../dto/model-card.dto.js';
import type { SplitRule } from './split-rule.js';

/** One trained version. Inserted, never changed. */
@Entity('model_versions')
export class ModelVersionEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_model_versions' })
  model!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'pk_model_versions' })
  version!: number;

  @ManyToOne(() => ModelEntity, { nullable: false })
  @JoinColumn({ name: 'model', foreignKeyConstraintName: 'fk_model_versions_model' })
  model_row?: Relation<ModelEntity>;

  @Column('text')
  artefact_sha256!: string;

  @ManyToOne(() => ArtefactEntity, { nullable: false })
  @JoinColumn({ name: 'artefact_sha256', foreignKeyConstraintName: 'fk_model_versions_artefact' })
  artefact?: Relation<ArtefactEntity>;

  @Column('uuid')
  training_run_id!: string;

  @Column('text')
  task!: Task;

  /** Multiclass: the names, in the order of the class indices; else null. */
  @Column('jsonb', { nullable: true })
  classes!: string[] | null;

  @Column('text')
  algorithm!: string;

  @Column('jsonb')
  hyperparameters!: Record<string, HyperparameterValue>;

  @Column('integer')
  seed!: number;

  /** Share of rows held out; `split` says which. */
  @Column('double precision')
  test_size!: number;

  @Column('jsonb')
  split!: SplitRule;

  @Column('jsonb')
  features!: FeatureSchema[];

  /** What derived features learnt from the training rows; empty without such. */
  @Column('jsonb')
  learnt!: LearntConstants;

  /** Probability from which on the answer is 1; null for regression. */
  @Column('double precision', { nullable: true })
  threshold!: number | null;

  /** Regression: half the width of the prediction interval and the share of rows that it was made to cover. */
  @Column('jsonb', { nullable: true })
  interval!: { readonly coverage: number; readonly radius: number } | null;

  /** On held-out rows. */
  @Column('jsonb')
  metrics!: Record<string, number>;

  /** The same metrics of always answering the training rows' mean. */
  @Column('jsonb')
  baseline_metrics!: Record<string, number>;

  @Column('jsonb')
  card!: ModelCardSummaryDto;

  /** Curves and importances: much, and asked for by itself, so that lists need not read it. */
  @Column('jsonb', { select: false })
  card_details!: ModelCardDetails;

  @Column('timestamptz', { default: () => 'now()' })
  created_at!: Date;
}
