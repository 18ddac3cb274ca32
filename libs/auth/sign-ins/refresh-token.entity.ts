import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation, Unique } from 'typeorm';
import { SessionEntity } from './session.entity.js';

/** One link of a sign-in's chain. The head is the row that has not been rotated. */
@Entity({ schema: 'public', name: 'refresh_tokens' })
@Unique('uq_refresh_tokens_parent', ['parent_hash'])
export class RefreshTokenEntity {
  /** SHA-256: the token has 256 random bits, so a slow hash would protect nothing more. */
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'pk_refresh_tokens' })
  token_hash!: Buffer;

  @Index('ix_refresh_tokens_session')
  @Column('uuid')
  session_id!: string;

  @ManyToOne(() => SessionEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'session_id', foreignKeyConstraintName: 'fk_refresh_tokens_session' })
  session?: Relation<SessionEntity>;

  @Column('bytea', { nullable: true })
  parent_hash!: Buffer | null;

  @Column('timestamptz')
  created_at!: Date;

  @Column('timestamptz', { nullable: true })
  rotated_at!: Date | null;

  @Column('timestamptz')
  expires_at!: Date;
}
