import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('models')
export class ModelEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_models' })
  name!: string;

  @Column('text')
  description!: string;

  @Column('text')
  dataset!: string;

  @Column('text')
  task!: string;

  @Column('text')
  target!: string;

  @Column('jsonb')
  features!: string[];

  @Column('timestamptz', { default: () => 'now()' })
  created_at!: Date;
}
