import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is remembered of recent attempts under one key (an account, a source, or both together). */
@Entity({ schema: 'public', name: 'login_throttles' })
export class LoginThrottleEntity {
  /** Keyed digest: the table holds neither e-mails nor addresses. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'pk_login_throttles' })
  key!: Buffer;

  /** Since the last success, as far as remembered. */
  @Column('integer')
  failures!: number;

  /** Attempts that were let through and are not decided yet. */
  @Column('integer')
  pending!: number;

  /** After this, `pending` is the debris of a process that died. */
  @Column('timestamptz')
  pending_until!: Date;

  @Column('timestamptz', { nullable: true })
  blocked_until!: Date | null;

  @Column('timestamptz', { nullable: true })
  last_failure_at!: Date | null;
}
