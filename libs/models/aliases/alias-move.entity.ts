import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One move of an alias: who, when, why, from, to. Inserted, never changed. */
@Entity('alias_moves')
@Index('uq_alias_moves_position', ['model', 'position'], { unique: true })
export class AliasMoveEntity {
  /** UUIDv7. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_alias_moves' })
  id!: string;

  /** 1, 2, 3 … per model. Ids and clocks of several processes do not follow the order of their moves. */
  @Column('integer')
  position!: number;

  @Column('timestamptz')
  moved_at!: Date;

  @Column('text')
  model!: string;

  @Column('text')
  alias!: string;

  /** null: the alias was set for the first time. */
  @Column('integer', { nullable: true })
  from_version!: number | null;

  @Column('integer')
  to_version!: number;

  @Column('text')
  reason!: string;

  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;

  /** The run whose gate moved it; null when a person did. */
  @Column('uuid', { nullable: true })
  training_run_id!: string | null;
}
