import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors, RequireScope } from '#libs/platform';
import { PredictionRecordParams, ReplayDto } from '../dto/replay.dto.js';
import { ReplayService } from './replay.service.js';

@ApiTags('audit')
@Controller('audit/predictions')
export class ReplayController {
  constructor(private readonly replays: ReplayService) {}

  @Post(':id/replay')
  @HttpCode(200)
  @RequireScope('audit:read')
  @ApiErrors('audit_record_not_found', 'replay_not_possible')
  @ApiOperation({ summary: 'Run the stored version on the stored input and compare to the last bit' })
  @ApiOkResponse({ type: ReplayDto })
  replayPrediction(@Param() { id }: PredictionRecordParams): Promise<ReplayDto> {
    return this.replays.replay(id);
  }
}
