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
  ApiBody,
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
  LongRunning,
  maximumWaitSeconds,
  Reply,
  RequireScope,
} from '#libs/platform';
import { TrainRequestDto } from './dto/train-request.dto.js';
import { TrainingResultDto } from './dto/training-result.dto.js';
import {
  TrainingRunDto,
  TrainingRunPageDto,
  TrainingRunParams,
  TrainingRunQuery,
} from './dto/training-run.dto.js';
import { ExistingRunGuard } from './existing-run.guard.js';
import { ShownRuns } from './shown-runs.js';
import { TrainingService } from './training.service.js';

const prefer = {
  name: 'Prefer',
  required: false,
  description: `wait=N: seconds to wait for the result (default 30, at most ${maximumWaitSeconds}); respond-async: do not wait`,
  schema: { type: 'string', maxLength: 200, pattern: '^[ -~]*$', example: 'wait=10' },
} as const;
const accepted = {
  type: TrainingRunDto,
  description: 'The run is still in progress',
  headers: {
    Location: {
      description: 'Where to look',
      schema: { type: 'string', format: 'uri-reference', maxLength: 200 },
    },
  },
} as const;

@ApiTags('training')
@Controller()
export class TrainingController {
  constructor(
    private readonly training: TrainingService,
    private readonly runs: ShownRuns,
  ) {}

  @Post('train')
  @LongRunning()
  @HttpCode(200)
  @RequireScope('train:write')
  @ApiErrors('model_not_found', 'training_in_progress', 'training_cancelled', 'training_data_unfit')
  @ApiOperation({ summary: 'Train a version of a model; the gate decides whether it becomes the champion' })
  @ApiHeader(prefer)
  @ApiBody({ type: TrainRequestDto, required: false })
  @ApiOkResponse({ type: TrainingResultDto })
  @ApiAcceptedResponse(accepted)
  train(
    @Body() body: TrainRequestDto,
    @CurrentActor() actor: Actor,
    @Headers('prefer') preference: string | undefined,
  ): Promise<Reply<TrainingResultDto | TrainingRunDto>> {
    return this.training.train(body, actor, preference);
  }

  @Post('retrain')
  @LongRunning()
  @HttpCode(200)
  @RequireScope('train:write')
  @ApiErrors('model_not_found', 'training_in_progress', 'training_cancelled', 'training_data_unfit')
  @ApiOperation({ summary: 'The same as POST /train' })
  @ApiHeader(prefer)
  @ApiBody({ type: TrainRequestDto, required: false })
  @ApiOkResponse({ type: TrainingResultDto })
  @ApiAcceptedResponse(accepted)
  retrain(
    @Body() body: TrainRequestDto,
    @CurrentActor() actor: Actor,
    @Headers('prefer') preference: string | undefined,
  ): Promise<Reply<TrainingResultDto | TrainingRunDto>> {
    return this.training.train(body, actor, preference);
  }

  @Get('training-runs')
  @RequireScope('train:read')
  @ApiErrors('invalid_cursor')
  @ApiOperation({ summary: 'List the training runs, newest first' })
  @ApiOkResponse({ type: TrainingRunPageDto })
  listTrainingRuns(@Query() query: TrainingRunQuery): Promise<TrainingRunPageDto> {
    return this.runs.list(query);
  }

  @Get('training-runs/:id')
  @RequireScope('train:read')
  @ApiErrors('training_run_not_found')
  @ApiOperation({ summary: 'Read a training run' })
  @ApiOkResponse({ type: TrainingRunDto })
  getTrainingRun(@Param() { id }: TrainingRunParams): Promise<TrainingRunDto> {
    return this.runs.get(id);
  }

  @Sse('training-runs/:id/events')
  @LongRunning()
  @UseGuards(ExistingRunGuard)
  @RequireScope('train:read')
  @ApiErrors('training_run_not_found')
  @ApiOperation({
    summary: 'Follow a training run: server-sent events `progress` and, last, `finished`, each with the run',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({
    schema: { type: 'string', maxLength: 1000000, pattern: '^[\\s\\S]*$' },
    description: 'Data of each event: a TrainingRunDto as JSON',
  })
  streamTrainingRun(@Param() { id }: TrainingRunParams): Observable<{ type: string; data: TrainingRunDto }> {
    return this.runs.events(id);
  }

  @Post('training-runs/:id/delivery')
  @HttpCode(202)
  @RequireScope('train:write')
  @ApiErrors('training_run_not_found', 'training_run_not_finished')
  @ApiOperation({
    summary: 'Deliver a run to MLflow again, also one that was refused or is delivered already',
  })
  @ApiAcceptedResponse({ type: TrainingRunDto, description: 'The run, whose delivery is pending now' })
  deliverTrainingRun(
    @Param() { id }: TrainingRunParams,
    @CurrentActor() actor: Actor,
  ): Promise<TrainingRunDto> {
    return this.training.deliverAgain(id, actor);
  }

  @Delete('training-runs/:id')
  @RequireScope('train:write')
  @ApiErrors('training_run_not_found', 'training_run_finished')
  @ApiOperation({ summary: 'Cancel a training run that is queued or running' })
  @ApiOkResponse({ type: TrainingRunDto })
  cancelTrainingRun(
    @Param() { id }: TrainingRunParams,
    @CurrentActor() actor: Actor,
  ): Promise<TrainingRunDto> {
    return this.training.cancel(id, actor);
  }
}
