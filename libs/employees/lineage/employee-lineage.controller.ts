import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { maySeeSensitive } from '#libs/datasets';
import { type Actor, ApiErrors, CurrentActor, RequireScope } from '#libs/platform';
import { EmployeeLineageDto } from '../dto/employee-lineage.dto.js';
import { EmployeeIdDto, EmployeeViewQueryDto } from '../dto/employee-query.dto.js';
import { EmployeeLineageService } from './employee-lineage.service.js';

@ApiTags('employees')
@Controller('employees')
export class EmployeeLineageController {
  constructor(private readonly lineage: EmployeeLineageService) {}

  @Get('lineage/:id')
  @RequireScope('clients:read')
  @ApiErrors('employee_not_found')
  @ApiOperation({ summary: 'Show where each value of an employee came from' })
  @ApiOkResponse({ type: EmployeeLineageDto })
  getEmployeeLineage(
    @Param() { id }: EmployeeIdDto,
    @Query() query: EmployeeViewQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<EmployeeLineageDto> {
    return this.lineage.of(id, maySeeSensitive(query, actor));
  }
}
