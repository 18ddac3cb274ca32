import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { ModelVersionEntity } from './model-version.entity.js';

/** Which rows a version learned from and which were held out (`SeenRowKeys`). An imported version has no such row. */
@Entity('model_version_rows')
export class SeenRowsEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_model_version_rows' })
  model!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'pk_model_version_rows' })
  version!: number;

  @OneToOne(() => ModelVersionEntity, { nullable: false })
  @JoinColumn([
    {
      name: 'model',
      referencedColumnName: 'model',
      foreignKeyConstraintName: 'fk_model_version_rows_version',
    },
    {
      name: 'version',
      referencedColumnName: 'version',
      foreignKeyConstraintName: 'fk_model_version_rows_version',
    },
  ])
  version_row?: Relation<ModelVersionEntity>;

  @Column('bytea')
  train!: Buffer;

  @Column('bytea')
  test!: Buffer;

  @Column('bytea')
  train_identifiers!: Buffer;
}
