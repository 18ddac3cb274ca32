import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What whoever delivers last saw of an MLflow server, for the processes that only show it. */
@Entity('mlflow_servers')
export class MlflowServerEntity {
  /** Without credentials. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'pk_mlflow_servers' })
  tracking_uri!: string;

  /** Of MLflow; null before the first contact, and where it is not told. */
  @Column('text', { nullable: true })
  version!: string | null;

  /** Why nothing can be delivered at present; null when all is well. */
  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('timestamptz')
  checked_at!: Date;

  /** When it last answered as an MLflow server should. */
  @Column('timestamptz', { nullable: true })
  contacted_at!: Date | null;
}
