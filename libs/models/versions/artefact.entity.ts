import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An ONNX file, stored once under its content's digest. */
@Entity('artefacts')
export class ArtefactEntity {
  /** Lower-case hex. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_artefacts' })
  sha256!: string;

  @Column('bytea')
  content!: Buffer;

  @Column('timestamptz', { default: () => 'now()' })
  created_at!: Date;
}
