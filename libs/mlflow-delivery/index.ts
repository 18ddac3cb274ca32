export { MlflowAliasEntity } from './records/mlflow-alias.entity.js';
