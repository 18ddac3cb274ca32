import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../accounts/user.entity.js';

export type RevocationReason =
  'signed_out' | 'password_changed' | 'role_changed' | 'user_disabled' | 'refresh_token_reused';

/** One sign-in: the family of refresh tokens that descend from it, and the access tokens that name it. */
@Entity({ schema: 'public', name: 'sessions' })
@Check('ck_sessions_revoked', '(revoked_at IS NULL) = (revoked_reason IS NULL)')
export class SessionEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_sessions' })
  id!: string;

  @Index('ix_sessions_user')
  @Column('uuid')
  user_id!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_sessions_user' })
  user?: Relation<UserEntity>;

  @Column('timestamptz')
  created_at!: Date;

  /** Absolute: no refresh moves it. */
  @Column('timestamptz')
  expires_at!: Date;

  @Column('timestamptz', { nullable: true })
  revoked_at!: Date | null;

  @Column('text', { nullable: true })
  revoked_reason!: RevocationReason | null;
}
