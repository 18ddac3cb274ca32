import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a person decided instead: who, when, why, from, to. Inserted, never changed. */
@Entity('decision_overrides')
@Index('uq_decision_overrides_position', ['prediction_id', 'position'], { unique: true })
export class DecisionOverrideEntity {
  /** UUIDv7. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_decision_overrides' })
  id!: string;

  /** Of the audit record that holds the decision. */
  @Column('uuid')
  prediction_id!: string;

  /** 1, 2, 3 … per decision: the highest holds. */
  @Column('integer')
  position!: number;

  @Column('timestamptz')
  overridden_at!: Date;

  @Column('text')
  from_decision!: string;

  @Column('text')
  to_decision!: string;

  @Column('text')
  reason!: string;

  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;
}
