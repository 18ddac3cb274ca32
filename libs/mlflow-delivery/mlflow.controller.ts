import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequireScope } from '#libs/platform';
import { MlflowStatusDto } from './dto/mlflow-status.dto.js';
import { MlflowStatus } from './status/mlflow-status.js';

@ApiTags('operations')
@Controller()
export class MlflowController {
  constructor(private readonly status: MlflowStatus) {}

  @Get('mlflow')
  @RequireScope('models:read')
  @ApiOperation({ summary: 'Whether finished runs reach MLflow, how many wait, and why' })
  @ApiOkResponse({ type: MlflowStatusDto })
  getMlflowStatus(): Promise<MlflowStatusDto> {
    return this.status.read();
  }
}
