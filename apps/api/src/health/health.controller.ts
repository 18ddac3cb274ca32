import { Controller, Get, Header } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { BacklogView } from '#libs/mlflow-delivery';
import { Metrics, Public, Reply, RequireScope } from '#libs/platform';
import { type AuditStatus, type DatabaseStatus, HealthDto, HealthStatus, LivenessDto } from './health.dto.js';
import { ReadinessCheck } from './readiness.js';

@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: ReadinessCheck,
    private readonly backlog: BacklogView,
    private readonly metrics: Metrics,
  ) {}

  @Get('health')
  @Public()
  @ApiOperation({ summary: 'Whether predictions can be served, and what is missing' })
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: HealthDto })
  getHealth(): Promise<Reply<HealthDto>> {
    return this.health();
  }

  @Get('health/ready')
  @Public()
  @ApiOperation({ summary: 'Readiness: the same as /health' })
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: HealthDto })
  getReadiness(): Promise<Reply<HealthDto>> {
    return this.health();
  }

  @Get('health/live')
  @Public()
  @ApiOperation({ summary: 'Liveness: the process answers' })
  @ApiOkResponse({ type: LivenessDto })
  getLiveness(): LivenessDto {
    return { status: HealthStatus.Ok };
  }

  @Get('metrics')
  @RequireScope('monitoring:read')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Metrics in the Prometheus text format' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', maxLength: 10000000, pattern: '^[\\s\\S]*$' } })
  getMetrics(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  private async health(): Promise<Reply<HealthDto>> {
    const [{ ready, draining, database, audit, modelLoaded }, mlflow] = await Promise.all([
      this.readiness.check(),
      this.backlog.summary(),
    ]);
    const body: HealthDto = {
      status: ready ? HealthStatus.Ok : HealthStatus.Unavailable,
      model_loaded: { ...modelLoaded },
      database: database as DatabaseStatus,
      audit: audit as AuditStatus,
      mlflow,
      draining,
    };
    return new Reply(body, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
  }
}
