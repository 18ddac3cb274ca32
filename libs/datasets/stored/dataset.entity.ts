import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DatasetDefinition } from '../feature-schema.js';

/** A dataset that users defined. Built-in ones are code. */
@Entity('datasets')
export class DatasetEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_datasets' })
  name!: string;

  @Column('jsonb')
  definition!: DatasetDefinition;

  @Column('timestamptz')
  created_at!: Date;

  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;
}
