import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who set a field through the API. Names of the keys are SQL's. */
export interface ApiChange {
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly changed_at: string;
  /** What its source had delivered then; absent where it had delivered nothing. */
  readonly delivered?: number | string | boolean | null;
}

/** The current record of an employee: what was delivered, and what the API changed since. */
@Entity('employees')
@Index('ix_employees_age', ['age', 'id'])
@Index('ix_employees_revenu_mensuel', ['revenu_mensuel', 'id'])
@Index('ix_employees_annees_dans_l_entreprise', ['annees_dans_l_entreprise', 'id'])
@Index('ix_employees_created_at', ['created_at', 'id'])
export class EmployeeEntity {
  /** The employee's number, as text: PostgreSQL's bigint exceeds JavaScript's exact integers. */
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'pk_employees' })
  id!: string;

  @Column('integer')
  age!: number;

  @Column('text')
  genre!: string;

  @Column('double precision')
  revenu_mensuel!: number;

  @Column('text')
  statut_marital!: string;

  @Column('text')
  departement!: string;

  @Column('text')
  poste!: string;

  @Column('integer')
  nombre_experiences_precedentes!: number;

  @Column('integer', { nullable: true })
  annee_experience_totale!: number | null;

  @Column('integer')
  annees_dans_l_entreprise!: number;

  @Column('integer', { nullable: true })
  annees_dans_le_poste_actuel!: number | null;

  @Column('integer')
  satisfaction_employee_environnement!: number;

  @Column('integer')
  satisfaction_employee_nature_travail!: number;

  @Column('integer')
  satisfaction_employee_equipe!: number;

  @Column('integer')
  satisfaction_employee_equilibre_pro_perso!: number;

  @Column('integer')
  note_evaluation_precedente!: number;

  @Column('integer', { nullable: true })
  note_evaluation_actuelle!: number | null;

  @Column('integer', { nullable: true })
  niveau_hierarchique_poste!: number | null;

  @Column('boolean')
  heure_supplementaires!: boolean;

  @Column('double precision')
  augmentation_salaire_precedente!: number;

  @Column('integer')
  nombre_participation_pee!: number;

  @Column('integer')
  nb_formations_suivies!: number;

  @Column('integer')
  distance_domicile_travail!: number;

  @Column('integer')
  niveau_education!: number;

  @Column('text')
  domaine_etude!: string;

  @Column('text')
  frequence_deplacement!: string;

  @Column('integer')
  annees_depuis_la_derniere_promotion!: number;

  @Column('integer', { nullable: true })
  annees_sous_responsable_actuel!: number | null;

  /** null: not known yet. */
  @Column('boolean', { nullable: true })
  a_quitte_l_entreprise!: boolean | null;

  /** By field. */
  @Column('jsonb', { default: () => "'{}'", select: false })
  api_changes!: Record<string, ApiChange>;

  @Column('timestamptz', { default: () => 'now()' })
  created_at!: Date;

  @Column('timestamptz', { default: () => 'now()' })
  updated_at!: Date;

  /** Counts changes; the entity tag is made of it. */
  @Column('integer', { default: 1 })
  version!: number;
}
