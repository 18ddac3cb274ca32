export { BatchPredictionsHttpModule } from './batch-predictions-http.module.js';
export { BatchPredictionsModule } from './batch-predictions.module.js';
export { BatchPredictionsService } from './batch-predictions.service.js';
export { BatchPredictionEntity, BatchStatus, RowSelection } from './batches/batch-prediction.entity.js';
export { BatchPredictions } from './batches/batch-predictions.js';
export { batchPredictionQueue } from './jobs/batch-prediction-queue.js';
export { BatchPredictionWorker } from './jobs/batch-prediction-worker.js';
export { ExpiredResults } from './results/expired-results.js';
export { BatchResultEntity } from './results/batch-result.entity.js';
