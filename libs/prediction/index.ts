export { registerPredictionAudit } from './audit/prediction-audit.hook.js';
export { PredictionCall } from './audit/prediction-call.js';
export { CurrentCall, PredictionRoute } from './audit/prediction-route.js';
export { ExplainQueryDto } from './dto/explanation.dto.js';
export { PredictionDto } from './dto/prediction.dto.js';
export { PredictionHttpModule } from './prediction-http.module.js';
export { PredictionModule } from './prediction.module.js';
export { PredictionService } from './prediction.service.js';
