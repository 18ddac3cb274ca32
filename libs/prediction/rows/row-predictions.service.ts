import { Injectable } from '@nestjs/common';
import { DatasetReader, requireSensitiveAccess } from '#libs/datasets';
import { asLearned, LiveModels, ModelRegistry } from '#libs/models';
import { type Actor, DomainError } from '#libs/platform';
import type { PredictionCall } from '../audit/prediction-call.js';
import type { ExplainQueryDto } from '../dto/explanation.dto.js';
import type { PredictionDto } from '../dto/prediction.dto.js';
import { explainAsked } from '../explanation/explain-asked.js';
import { Predictor } from '../predictor.js';

/** What the champion of a model answers to a row of its dataset. */
@Injectable()
export class RowPredictions {
  constructor(
    private readonly models: ModelRegistry,
    private readonly live: LiveModels,
    private readonly reader: DatasetReader,
    private readonly predictor: Predictor,
  ) {}

  /** @throws DomainError `model_not_found`, `model_not_ready`, `row_not_found`, `dataset_unfit`, `validation_failed` */
  async predict(
    call: PredictionCall,
    model: string,
    rowId: string,
    query: ExplainQueryDto,
    actor: Actor,
  ): Promise<PredictionDto> {
    const definition = await this.models.get(model);
    call.model = definition.name;
    call.subjectId = rowId;
    const explain = explainAsked(query);
    // An explanation says what stands in the row.
    if (explain && (definition.sensitiveFeatures?.length ?? 0) > 0) requireSensitiveAccess(actor);
    const champion = this.live.champion(definition.name);
    const { features } = champion.row;
    const names = features.map(({ name }) => name);
    const dataset = asLearned(this.models.datasetOf(definition), features);
    const row = await this.reader.readRow(dataset, names, rowId);
    if (!row) throw new DomainError('row_not_found', `No row of ${dataset.name} has that identifier.`);
    const [prediction] = await this.predictor.predict(call, champion, [{ row, pointer: '' }], explain);
    return prediction!;
  }
}
