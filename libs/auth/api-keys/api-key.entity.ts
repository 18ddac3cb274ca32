import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
  Unique,
} from 'typeorm';
import type { Role } from '#libs/platform';
import { UserEntity } from '../accounts/user.entity.js';

/** An issued key. A revoked one stays, because audit records name it. */
@Entity({ schema: 'public', name: 'api_keys' })
@Unique('uq_api_keys_prefix', ['prefix'])
@Check('ck_api_keys_role', "role IN ('viewer', 'analyst', 'admin')")
export class ApiKeyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_api_keys' })
  id!: string;

  /** The part that may be shown and looked up. */
  @Column('text')
  prefix!: string;

  /** SHA-256 of the whole key. */
  @Column('bytea')
  key_hash!: Buffer;

  @Column('text')
  name!: string;

  @Column('text')
  role!: Role;

  @Index('ix_api_keys_user')
  @Column('uuid')
  user_id!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_api_keys_user' })
  user?: Relation<UserEntity>;

  @Column('timestamptz')
  created_at!: Date;

  @Column('timestamptz')
  expires_at!: Date;

  @Column('timestamptz', { nullable: true })
  last_used_at!: Date | null;

  @Column('timestamptz', { nullable: true })
  revoked_at!: Date | null;
}
