import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ModelVersionEntity } from '../versions/model-version.entity.js';

/** One decision to answer 1 from another probability on: who, when, why, from, to. Inserted, never changed. */
@Entity('threshold_overrides')
@Index('uq_threshold_overrides_position', ['model', 'version', 'position'], { unique: true })
export class ThresholdOverrideEntity {
  /** UUIDv7. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_threshold_overrides' })
  id!: string;

  @Column('text')
  model!: string;

  @Column('integer')
  version!: number;

  @ManyToOne(() => ModelVersionEntity, { nullable: false })
  @JoinColumn([
    {
      name: 'model',
      referencedColumnName: 'model',
      foreignKeyConstraintName: 'fk_threshold_overrides_version',
    },
    {
      name: 'version',
      referencedColumnName: 'version',
      foreignKeyConstraintName: 'fk_threshold_overrides_version',
    },
  ])
  version_row?: Relation<ModelVersionEntity>;

  /** 1, 2, 3 … per version: the highest is in force. */
  @Column('integer')
  position!: number;

  @Column('timestamptz')
  overridden_at!: Date;

  @Column('double precision')
  from_threshold!: number;

  @Column('double precision')
  to_threshold!: number;

  @Column('text')
  reason!: string;

  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;
}
