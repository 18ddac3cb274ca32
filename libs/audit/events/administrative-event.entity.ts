import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One administrative act. Inserted, never changed. */
@Entity({ schema: 'audit', name: 'events' })
@Index('ix_events_occurred_at', ['occurred_at', 'id'])
@Index('ix_events_subject', ['subject_kind', 'subject_id'])
export class AdministrativeEventEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_events' })
  id!: string;

  @Column('timestamptz')
  occurred_at!: Date;

  @Column('text')
  action!: string;

  @Column('text')
  actor_kind!: string;

  @Column('text')
  actor_id!: string;

  @Column('text')
  credential_id!: string;

  @Column('text')
  subject_kind!: string;

  @Column('text')
  subject_id!: string;

  @Column('jsonb')
  details!: object;
}
