import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../accounts/user.entity.js';

/** A network from which the account signed in: an attack from elsewhere does not slow it down there. */
@Entity({ schema: 'public', name: 'known_sources' })
export class KnownSourceEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_known_sources' })
  user_id!: string;

  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'pk_known_sources' })
  source!: Buffer;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE', nullable: false })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_known_sources_user' })
  user?: Relation<UserEntity>;

  @Column('timestamptz')
  last_signed_in_at!: Date;
}
