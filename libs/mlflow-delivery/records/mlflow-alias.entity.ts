import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ModelAliasEntity } from '#libs/models';

/** Where MLflow's copy of an alias was last seen to point. It is due when ours points elsewhere. */
@Entity('mlflow_aliases')
export class MlflowAliasEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_mlflow_aliases' })
  model!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_mlflow_aliases' })
  alias!: string;

  @ManyToOne(() => ModelAliasEntity, { nullable: false })
  @JoinColumn([
    { name: 'model', referencedColumnName: 'model', foreignKeyConstraintName: 'fk_mlflow_aliases_alias' },
    { name: 'alias', referencedColumnName: 'alias', foreignKeyConstraintName: 'fk_mlflow_aliases_alias' },
  ])
  alias_row?: Relation<ModelAliasEntity>;

  /** Ours. */
  @Column('integer')
  version!: number;

  /** MLflow's number of the same version. */
  @Column('text')
  mlflow_version!: string;

  @Column('timestamptz')
  delivered_at!: Date;
}
