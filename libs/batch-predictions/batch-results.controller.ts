import { Controller, Delete, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { csvAnswer } from '#libs/datasets';
import { ModelParams, ModelRegistry } from '#libs/models';
import { type Actor, ApiErrors, CurrentActor, LongRunning, RequireScope } from '#libs/platform';
import { batchDto } from './batches/batch-dto.js';
import { BatchPredictions } from './batches/batch-predictions.js';
import { BatchPredictionDto, BatchPredictionParams } from './dto/batch-prediction.dto.js';
import { BatchResultPageDto, BatchResultQuery } from './dto/batch-result.dto.js';
import { BatchExports } from './exports/batch-exports.js';
import { BatchResults } from './results/batch-results.js';
import { ResultDeletion } from './results/result-deletion.js';

const file = (example: string) =>
  ({
    description: 'A header and one line per row',
    schema: { type: 'string', maxLength: Number.MAX_SAFE_INTEGER, pattern: '^[\\s\\S]*$', example },
  }) as const;
const guarded =
  'Text that a spreadsheet would run as a formula gets a leading quote. Numbers keep every digit. split: whether the version learned from the row.';

@ApiTags('batch predictions')
@Controller()
export class BatchResultsController {
  constructor(
    private readonly batches: BatchPredictions,
    private readonly results: BatchResults,
    private readonly deletion: ResultDeletion,
    private readonly exports: BatchExports,
    private readonly models: ModelRegistry,
  ) {}

  @Get('batch-predictions/:id/results')
  @RequireScope('predict:read')
  @ApiErrors(
    'batch_prediction_not_found',
    'batch_prediction_unfinished',
    'batch_results_deleted',
    'invalid_cursor',
  )
  @ApiOperation({ summary: 'List the results of a batch that has ended, in the order of the identifiers' })
  @ApiOkResponse({ type: BatchResultPageDto })
  async listBatchPredictionResults(
    @Param() { id }: BatchPredictionParams,
    @Query() query: BatchResultQuery,
  ): Promise<BatchResultPageDto> {
    return this.results.page(await this.batches.withResults(id), query);
  }

  @Delete('batch-predictions/:id/results')
  @LongRunning()
  @RequireScope('predict:write')
  @ApiErrors('batch_prediction_not_found', 'batch_prediction_unfinished')
  @ApiOperation({
    summary: 'Delete all results of a batch that has ended',
    description:
      'The batch and its audit record stay, with counts and content hash. Its rows lack a current prediction afterwards, unless another batch has answered them.',
  })
  @ApiOkResponse({ type: BatchPredictionDto })
  async deleteBatchPredictionResults(
    @Param() { id }: BatchPredictionParams,
    @CurrentActor() actor: Actor,
  ): Promise<BatchPredictionDto> {
    return batchDto(await this.deletion.delete(id, actor));
  }

  @Get('batch-predictions/:id/export')
  @LongRunning()
  @RequireScope('predict:read')
  @ApiErrors(
    'batch_prediction_not_found',
    'batch_prediction_unfinished',
    'batch_results_deleted',
    'overloaded',
  )
  @ApiOperation({ summary: 'Export the results of a batch that has ended as CSV', description: guarded })
  @ApiProduces('text/csv')
  @ApiOkResponse(file('position,row_identifier,prediction,probability,split,problems\n1,7,1,0.83,train,\n'))
  async exportBatchPrediction(
    @Param() { id }: BatchPredictionParams,
    @CurrentActor() actor: Actor,
  ): Promise<StreamableFile> {
    const rows = await this.exports.results(await this.batches.withResults(id), actor);
    return csvAnswer(rows, 'predictions.csv');
  }

  @Get('models/:model/predictions/latest.csv')
  @LongRunning()
  @RequireScope('predict:read')
  @ApiErrors('model_not_found', 'overloaded')
  @ApiOperation({
    summary: 'Export the newest prediction of each row, over all batches of the model, as CSV',
    description: guarded,
  })
  @ApiProduces('text/csv')
  @ApiOkResponse(
    file(
      'row_identifier,prediction,interval_lower,interval_upper,split,model_version\n7,9100,7000,11200,test,2\n',
    ),
  )
  async exportLatestPredictions(
    @Param() { model }: ModelParams,
    @CurrentActor() actor: Actor,
  ): Promise<StreamableFile> {
    const rows = await this.exports.latest(await this.models.get(model), actor);
    return csvAnswer(rows, 'latest-predictions.csv');
  }
}
