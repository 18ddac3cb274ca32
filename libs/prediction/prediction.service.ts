import { Injectable } from '@nestjs/common';
import { LiveModels, LiveVersion, ModelRegistry } from '#libs/models';
import { validationFailed } from '#libs/platform';
import type { PredictionCall } from './audit/prediction-call.js';
import { maximumInstances, type PredictRequestDto } from './dto/predict-request.dto.js';
import { type ExplainQueryDto, maximumExplained } from './dto/explanation.dto.js';
import type { PredictionDto, PredictionsDto } from './dto/prediction.dto.js';
import { explainAsked } from './explanation/explain-asked.js';
import { Predictor, type RowCandidate } from './predictor.js';

/** What prediction routes answer, by body. */
@Injectable()
export class PredictionService {
  constructor(
    private readonly models: ModelRegistry,
    private readonly live: LiveModels,
    private readonly predictor: Predictor,
  ) {}

  /** One row, already known to be the whole body or a stored row. */
  async predictRow(
    call: PredictionCall,
    model: string,
    row: unknown,
    query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    call.model = (await this.models.get(model)).name;
    const rows = [{ row, pointer: '' }];
    const [prediction] = await this.predictor.predict(
      call,
      this.live.champion(model),
      rows,
      explainAsked(query),
    );
    return prediction!;
  }

  async predictByChampion(
    call: PredictionCall,
    model: string,
    body: PredictRequestDto,
    query: ExplainQueryDto,
  ): Promise<PredictionDto | PredictionsDto> {
    call.model = (await this.models.get(model)).name;
    return this.predictBody(call, this.live.champion(model), body, query);
  }

  async predictByVersion(
    call: PredictionCall,
    model: string,
    version: number,
    body: PredictRequestDto,
    query: ExplainQueryDto,
  ): Promise<PredictionDto | PredictionsDto> {
    call.model = (await this.models.get(model)).name;
    return this.live.withVersion(model, version, (live) => this.predictBody(call, live, body, query));
  }

  private async predictBody(
    call: PredictionCall,
    live: LiveVersion,
    body: unknown,
    query: ExplainQueryDto,
  ): Promise<PredictionDto | PredictionsDto> {
    const explain = explainAsked(query);
    const candidates = candidatesOf(body);
    if (explain && candidates.rows.length > maximumExplained) {
      const detail = `at most ${maximumExplained} rows can be explained in one call; send fewer, or leave explain out`;
      throw validationFailed([{ pointer: '/instances', detail }]);
    }
    const predictions = await this.predictor.predict(call, live, candidates.rows, explain);
    return candidates.single ? predictions[0]! : { predictions };
  }
}

/** @throws DomainError `validation_failed` unless the body holds exactly one of `features` and `instances` */
function candidatesOf(body: unknown): { single: boolean; rows: RowCandidate[] } {
  const keys = typeof body === 'object' && body !== null ? Object.keys(body) : [];
  const { features, instances } = (body ?? {}) as PredictRequestDto;
  if (keys.length !== 1 || (features === undefined && instances === undefined)) {
    throw validationFailed([
      {
        pointer: '',
        detail: 'must be an object with exactly one of features (one row) and instances (a list of rows)',
      },
    ]);
  }
  if (instances === undefined) return { single: true, rows: [{ row: features, pointer: '/features' }] };
  if (!Array.isArray(instances) || instances.length === 0 || instances.length > maximumInstances) {
    throw validationFailed([
      { pointer: '/instances', detail: `must be a list of 1 to ${maximumInstances} rows` },
    ]);
  }
  return { single: false, rows: instances.map((row, i) => ({ row, pointer: `/instances/${i}` })) };
}
