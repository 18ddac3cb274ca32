export { MlflowAliasEntity } from './mlflow-alias.entity.js';
