import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TrainingRunEntity } from '../runs/training-run.entity.js';

/** The rows that a run learned from, until they are delivered: the dataset itself goes on changing. */
@Entity('mlflow_dataset_copies')
export class DatasetCopyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_mlflow_dataset_copies' })
  training_run_id!: string;

  @OneToOne(() => TrainingRunEntity, { nullable: false })
  @JoinColumn({
    name: 'training_run_id',
    foreignKeyConstraintName: 'fk_mlflow_dataset_copies_training_run',
  })
  run?: Relation<TrainingRunEntity>;

  @Column('integer')
  row_count!: number;

  /** Header and rows: features, target, and whether the row was held out. No identifier, nothing sensitive. */
  @Column('bytea')
  csv_gzip!: Buffer;
}
