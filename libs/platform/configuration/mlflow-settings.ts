import type { Environment } from './environment.js';

/** Which MLflow server runs are delivered to. The names are those that MLflow's own clients read. */
export class MlflowSettings {
  /** Unset: everything works, and finished runs wait in the database. */
  readonly trackingUri: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Bearer token; counts when there is no user name. */
  readonly token: string | undefined;
  readonly workspace: string | undefined;
  readonly experimentName: string;
  /** Rows of the training data that go along as CSV, at most; 0: none. */
  readonly datasetRows: number;

  constructor(environment: Environment) {
    this.trackingUri = environment.httpUrl('MLFLOW_TRACKING_URI');
    this.username = environment.text('MLFLOW_TRACKING_USERNAME');
    this.password = environment.text('MLFLOW_TRACKING_PASSWORD');
    this.token = environment.text('MLFLOW_TRACKING_TOKEN');
    this.workspace = environment.text('MLFLOW_WORKSPACE');
    this.experimentName = environment.text('MLFLOW_EXPERIMENT_NAME') ?? 'veridict';
    this.datasetRows = environment.integer('MLFLOW_DATASET_ROWS', {
      minimum: 0,
      maximum: 1_000_000,
      default: 10_000,
    });
    if ((this.username === undefined) !== (this.password === undefined)) {
      const missing = this.username === undefined ? 'MLFLOW_TRACKING_USERNAME' : 'MLFLOW_TRACKING_PASSWORD';
      environment.report(missing, 'is required when the other of user name and password is set');
    }
  }
}
