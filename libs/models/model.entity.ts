import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ModelDefinition } from './model-definition.js';

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

  /** Of a model that users made; built-in ones are code. */
  @Column('jsonb', { nullable: true })
  definition!: ModelDefinition | null;

  /** Since then it answers nothing; its versions and records stay. */
  @Column('timestamptz', { nullable: true })
  retired_at!: Date | null;

  @Column('timestamptz', { default: () => 'now()' })
  created_at!: Date;
}
