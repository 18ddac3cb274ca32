import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a person decided instead: who, when, why, from, to. Inserted, never changed. */
@Entity('decision_overrides')
@Index('uq_decision_overrides_position', ['prediction_id', 'position'], { unique: true })
@Index('ix_decision_overrides_row', ['model', 'row_id'])
export class DecisionOverrideEntity {
  /** UUIDv7. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_decision_overrides' })
  id!: string;

  /** Of the audit record that holds the decision. */
  @Column('uuid')
  prediction_id!: string;

  /** What the record says of whom it is about. */
  @Column('text')
  model!: string;

  @Column('text')
  row_id!: string;

  /** 1, 2, 3 … over the cards of the row that were made by the same: the highest holds. */
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
