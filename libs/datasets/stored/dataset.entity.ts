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

  /** Null: its declaration is the first. */
  @Column('timestamptz', { nullable: true })
  changed_at!: Date | null;

  /** Counts the declarations, from 1. */
  @Column('integer', { default: 1 })
  version!: number;

  /** Who made it; who changed it, the administrative events say. */
  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;
}
