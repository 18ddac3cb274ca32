import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A client in raw units. */
@Entity('clients')
@Index('ix_clients_age', ['age', 'id'])
@Index('ix_clients_revenu_estime_mois', ['revenu_estime_mois', 'id'])
@Index('ix_clients_created_at', ['created_at', 'id'])
export class ClientEntity {
  /** Text, because PostgreSQL's bigint exceeds JavaScript's exact integers. */
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_clients',
  })
  id!: string;

  @Column('double precision')
  age!: number;

  @Column('boolean')
  sport_licence!: boolean;

  @Column('text')
  niveau_etude!: string;

  @Column('double precision')
  revenu_estime_mois!: number;

  @Column('double precision')
  risque_personnel!: number;

  @Column('double precision', { nullable: true })
  loyer_mensuel!: number | null;

  @Column('double precision')
  anciennete_ans!: number;

  /** null: no loan yet. */
  @Column('double precision', { nullable: true })
  montant_pret!: number | null;

  @Column('double precision', { nullable: true })
  historique_credits!: number | null;

  @Column('double precision', { nullable: true })
  score_credit!: number | null;

  @Column('text', { nullable: true })
  situation_familiale!: string | null;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('boolean', { nullable: true })
  smoker!: boolean | null;

  @Column('text', { nullable: true })
  sexe!: string | null;

  @Column('boolean', { nullable: true })
  nationalite_francaise!: boolean | null;

  @Column('timestamptz', { default: () => 'now()' })
  created_at!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updated_at!: Date;

  /** Counts changes; the entity tag is made of it. */
  @Column('integer', { default: 1 })
  version!: number;
}
