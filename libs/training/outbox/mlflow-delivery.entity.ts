import { Check, Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TrainingRunEntity } from '../runs/training-run.entity.js';

export enum DeliveryState {
  Pending = 'pending',
  Delivered = 'delivered',
  /** It will not be tried again until an admin asks for it. */
  Refused = 'refused',
}

/** A finished run on its way to MLflow; written in the transaction that ends the run. */
@Entity('mlflow_deliveries')
@Check('ck_mlflow_deliveries_state', `state IN ('pending', 'delivered', 'refused')`)
@Index('ix_mlflow_deliveries_undelivered', ['created_at'], { where: `state <> 'delivered'` })
export class MlflowDeliveryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_mlflow_deliveries' })
  training_run_id!: string;

  @OneToOne(() => TrainingRunEntity, { nullable: false })
  @JoinColumn({
    name: 'training_run_id',
    foreignKeyConstraintName: 'fk_mlflow_deliveries_training_run',
  })
  run?: Relation<TrainingRunEntity>;

  @Column('text', { default: DeliveryState.Pending })
  state!: DeliveryState;

  /** Those that reached the server and failed; a server that cannot be reached is no attempt. */
  @Column('integer', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { default: () => 'now()' })
  next_attempt_at!: Date;

  /** Why the last attempt failed; null after one that did not. */
  @Column('text', { nullable: true })
  error!: string | null;

  /** Number of the registered model's version in MLflow; null when the run made no version. */
  @Column('text', { nullable: true })
  mlflow_version!: string | null;

  @Column('timestamptz', { default: () => 'now()' })
  created_at!: Date;

  @Column('timestamptz', { nullable: true })
  delivered_at!: Date | null;
}
