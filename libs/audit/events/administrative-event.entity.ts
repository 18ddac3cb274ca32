import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One administrative act. Inserted, never changed. */
@Entity({ schema: 'audit', name: 'events' })
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
