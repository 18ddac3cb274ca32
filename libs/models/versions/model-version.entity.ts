import type { HyperparameterValue } from '#libs/ml';
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ModelEntity } from '../model.entity.js';
import { ArtefactEntity } from './artefact.entity.js';
import type { FeatureSchema } from './fitted-schema.js';

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
  task!: 'regression' | 'binary';

  @Column('text')
  algorithm!: string;

  @Column('jsonb')
  hyperparameters!: Record<string, HyperparameterValue>;

  @Column('integer')
  seed!: number;

  /** Rows whose position (hash of their identifier) lies below it were held out. */
  @Column('double precision')
  test_size!: number;

  @Column('jsonb')
  features!: FeatureSchema[];

  /** Probability from which on the answer is 1; null for regression. */
  @Column('double precision', { nullable: true })
  threshold!: number | null;

  /** On held-out rows. */
  @Column('jsonb')
  metrics!: Record<string, number>;

  /** The same metrics of always answering the training rows' mean. */
  @Column('jsonb')
  baseline_metrics!: Record<string, number>;

  @Column('jsonb')
  card!: ModelCard;

  @Column('timestamptz', { default: () => 'now()' })
  created_at!: Date;
}

/** What a reader needs to judge the version. */
export interface ModelCard {
  readonly training_rows: number;
  readonly held_out_rows: number;
  /** sha-256 over the training rows, identifiers and targets, in order. */
  readonly training_fingerprint: string;
  readonly converged: boolean;
  readonly iterations: number;
  readonly warnings: readonly string[];
  readonly coefficients: readonly {
    readonly feature: string;
    readonly category?: string;
    readonly coefficient: number;
  }[];
  readonly intercept: number;
}
