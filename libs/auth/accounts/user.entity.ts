import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from '#libs/platform';

@Entity({ schema: 'public', name: 'users' })
@Unique('uq_users_email', ['email'])
@Check('ck_users_email_lower_case', 'email = lower(email)')
@Check('ck_users_role', "role IN ('viewer', 'analyst', 'admin')")
export class UserEntity {
  /** Random, so that it is never given to somebody else after a deletion. */
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_users' })
  id!: string;

  @Column('text')
  email!: string;

  /** PHC string with the parameters that made it. */
  @Column('text')
  password_hash!: string;

  /** Counts changes of the password, not re-hashes: a sign-in that checked an older one is not opened. */
  @Column('integer')
  password_version!: number;

  /** Set while the password is one that the service generated; its only use moves this to the epoch. */
  @Column('timestamptz', { nullable: true })
  initial_password_expires_at!: Date | null;

  @Column('text')
  role!: Role;

  @Column('timestamptz', { nullable: true })
  disabled_at!: Date | null;

  @Column('timestamptz')
  created_at!: Date;

  @Column('timestamptz')
  updated_at!: Date;

  /** The ETag. */
  @Column('integer')
  version!: number;
}
