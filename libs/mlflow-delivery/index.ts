export { MlflowDeliverer } from './deliverer.js';
export { type DeliveryPace, deliveryPace } from './delivery-pace.js';
export { MlflowDeliveryHttpModule } from './mlflow-delivery-http.module.js';
export { MlflowDeliveryModule } from './mlflow-delivery.module.js';
export { MlflowAliasEntity } from './records/mlflow-alias.entity.js';
export { BacklogView } from './status/backlog-view.js';
