import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ModelEntity, type ReasonCode } from '#libs/models';

/** One version of what a model's reasons are called: who, when, why, what. Inserted, never changed. */
@Entity('reason_dictionaries')
@Index('uq_reason_dictionaries_position', ['model', 'position'], { unique: true })
export class ReasonDictionaryEntity {
  /** UUIDv7. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_reason_dictionaries' })
  id!: string;

  @Column('text')
  model!: string;

  @ManyToOne(() => ModelEntity, { nullable: false })
  @JoinColumn({ name: 'model', foreignKeyConstraintName: 'fk_reason_dictionaries_model' })
  model_row?: Relation<ModelEntity>;

  /** 1, 2, 3 … per model: the highest is in force. Version 0 is what the model declares. */
  @Column('integer')
  position!: number;

  @Column('timestamptz')
  changed_at!: Date;

  @Column('jsonb')
  reasons!: readonly ReasonCode[];

  @Column('text')
  reason!: string;

  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;
}
