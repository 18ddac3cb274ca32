import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ModelEntity } from '../model.entity.js';
import type { DecisionPolicy } from './decision-policy.js';

/** One version of a model's decision policy: who, when, why, what. Inserted, never changed. */
@Entity('decision_policies')
@Index('uq_decision_policies_position', ['model', 'position'], { unique: true })
export class DecisionPolicyEntity {
  /** UUIDv7. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_decision_policies' })
  id!: string;

  @Column('text')
  model!: string;

  @ManyToOne(() => ModelEntity, { nullable: false })
  @JoinColumn({ name: 'model', foreignKeyConstraintName: 'fk_decision_policies_model' })
  model_row?: Relation<ModelEntity>;

  /** 1, 2, 3 … per model: the highest is in force. Version 0 is what the model declares. */
  @Column('integer')
  position!: number;

  @Column('timestamptz')
  changed_at!: Date;

  @Column('jsonb')
  policy!: DecisionPolicy;

  @Column('text')
  reason!: string;

  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;
}
