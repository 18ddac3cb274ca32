export { TrainRequestDto } from './dto/train-request.dto.js';
export { JobQueue } from './jobs/job-queue.js';
export { prepareJobQueues } from './jobs/job-queues.js';
export { TrainingWorker } from './jobs/training-worker.js';
export { RunStatus, TrainingRunEntity } from './runs/training-run.entity.js';
export { TrainingRuns } from './runs/training-runs.js';
export { TrainingHttpModule } from './training-http.module.js';
export { TrainingModule } from './training.module.js';
export { TrainingService } from './training.service.js';
