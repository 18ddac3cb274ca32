import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Sse,
  UseGuards,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import type { Observable } from 'rxjs';
import {
  type Actor,
  ApiErrors,
  CurrentActor,
  locationHeader,
  LongRunning,
  maximumWaitSeconds,
  Reply,
  RequireScope,
} from '#libs/platform';
import { BatchPredictionsService } from './batch-predictions.service.js';
import { ExistingBatchGuard } from './batches/existing-batch.guard.js';
import { BatchPredictionRequestDto } from './dto/batch-prediction-request.dto.js';
import {
  BatchPredictionDto,
  BatchPredictionPageDto,
  BatchPredictionParams,
  BatchPredictionQuery,
} from './dto/batch-prediction.dto.js';

@ApiTags('batch predictions')
@Controller('batch-predictions')
export class BatchPredictionsController {
  constructor(private readonly batches: BatchPredictionsService) {}

  @Post()
  @LongRunning()
  @HttpCode(202)
  @RequireScope('predict:write')
  @ApiErrors(
    'model_not_found',
    'version_not_found',
    'model_not_ready',
    'batch_prediction_in_progress',
    'batch_prediction_cancelled',
    'dataset_unfit',
  )
  @ApiOperation({
    summary: 'Answer a whole dataset, or the rows of it that lack a current prediction',
    description:
      'A durable job: it survives crashes of its worker and can be cancelled. One per model at a time.',
  })
  @ApiHeader({
    name: 'Prefer',
    required: false,
    description: `wait=N: seconds to wait for the end (default 0, at most ${maximumWaitSeconds})`,
    schema: { type: 'string', maxLength: 200, pattern: '^[ -~]*$', example: 'wait=10' },
  })
  @ApiOkResponse({
    type: BatchPredictionDto,
    description: 'The batch has ended while the caller waited',
    headers: locationHeader,
  })
  @ApiAcceptedResponse({
    type: BatchPredictionDto,
    description: 'The batch is queued or in progress',
    headers: locationHeader,
  })
  createBatchPrediction(
    @Body() body: BatchPredictionRequestDto,
    @CurrentActor() actor: Actor,
    @Headers('prefer') preference: string | undefined,
  ): Promise<Reply<BatchPredictionDto>> {
    return this.batches.create(body, actor, preference);
  }

  @Get()
  @RequireScope('predict:read')
  @ApiErrors('invalid_cursor')
  @ApiOperation({ summary: 'List the batches of predictions, newest first' })
  @ApiOkResponse({ type: BatchPredictionPageDto })
  listBatchPredictions(@Query() query: BatchPredictionQuery): Promise<BatchPredictionPageDto> {
    return this.batches.list(query);
  }

  @Get(':id')
  @RequireScope('predict:read')
  @ApiErrors('batch_prediction_not_found')
  @ApiOperation({ summary: 'Read a batch of predictions: how far it is, at which rate, and how it ended' })
  @ApiOkResponse({ type: BatchPredictionDto })
  getBatchPrediction(@Param() { id }: BatchPredictionParams): Promise<BatchPredictionDto> {
    return this.batches.get(id);
  }

  @Sse(':id/events')
  @LongRunning()
  @UseGuards(ExistingBatchGuard)
  @RequireScope('predict:read')
  @ApiErrors('batch_prediction_not_found')
  @ApiOperation({
    summary:
      'Follow a batch of predictions: server-sent events `progress` and, last, `finished`, each with the batch',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    schema: { type: 'string', maxLength: 1000000, pattern: '^[\\s\\S]*$' },
    description: 'Data of each event: a BatchPredictionDto as JSON',
  })
  streamBatchPrediction(
    @Param() { id }: BatchPredictionParams,
  ): Observable<{ type: string; data: BatchPredictionDto }> {
    return this.batches.events(id);
  }

  @Delete(':id')
  @RequireScope('predict:write')
  @ApiErrors('batch_prediction_not_found', 'batch_prediction_finished')
  @ApiOperation({
    summary:
      'Cancel a batch that is queued or running; what it has answered until then stays, with its record',
  })
  @ApiOkResponse({ type: BatchPredictionDto })
  cancelBatchPrediction(
    @Param() { id }: BatchPredictionParams,
    @CurrentActor() actor: Actor,
  ): Promise<BatchPredictionDto> {
    return this.batches.cancel(id, actor);
  }
}
