import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ModelVersionEntity } from '../versions/model-version.entity.js';

/** A movable pointer to a version. */
@Entity('model_aliases')
export class ModelAliasEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_model_aliases' })
  model!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_model_aliases' })
  alias!: string;

  @Column('integer')
  version!: number;

  @ManyToOne(() => ModelVersionEntity, { nullable: false })
  @JoinColumn([
    { name: 'model', referencedColumnName: 'model', foreignKeyConstraintName: 'fk_model_aliases_version' },
    {
      name: 'version',
      referencedColumnName: 'version',
      foreignKeyConstraintName: 'fk_model_aliases_version',
    },
  ])
  version_row?: Relation<ModelVersionEntity>;
}
