import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { maySeeSensitive } from '#libs/datasets';
import {
  type Actor,
  ApiErrors,
  CurrentActor,
  etagHeader,
  ifMatchHeader,
  locationHeader,
  RequireScope,
  ResourceHeaders,
  versionFromIfMatch,
} from '#libs/platform';
import {
  EmployeeCountDto,
  employeeDto,
  EmployeeDto,
  EmployeePageDto,
  employeePageDto,
} from './dto/employee.dto.js';
import { EmployeeIdDto, EmployeeListQueryDto, EmployeeViewQueryDto } from './dto/employee-query.dto.js';
import { EmployeeChangesDto, NewEmployeeDto } from './dto/new-employee.dto.js';
import { EmployeesService } from './employees.service.js';

@ApiTags('employees')
@Controller('employees')
export class EmployeesController {
  constructor(private readonly employees: EmployeesService) {}

  @Get()
  @RequireScope('clients:read')
  @ApiErrors('invalid_cursor')
  @ApiOperation({ summary: 'List employees, filtered, sorted, page by page' })
  @ApiOkResponse({ type: EmployeePageDto })
  async listEmployees(
    @Query() query: EmployeeListQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<EmployeePageDto> {
    return employeePageDto(await this.employees.page(query), maySeeSensitive(query, actor));
  }

  @Get('count')
  @RequireScope('clients:read')
  @ApiOperation({ summary: 'Count all employees' })
  @ApiOkResponse({ type: EmployeeCountDto })
  async countEmployees(): Promise<EmployeeCountDto> {
    return { count: await this.employees.count() };
  }

  @Get('latest')
  @RequireScope('clients:read')
  @ApiErrors('employee_not_found')
  @ApiOperation({ summary: 'Get the employee that was added last' })
  @ApiOkResponse({ type: EmployeeDto, headers: etagHeader })
  @UseInterceptors(ResourceHeaders())
  async getLatestEmployee(
    @Query() query: EmployeeViewQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<EmployeeDto> {
    return employeeDto(await this.employees.latest(), maySeeSensitive(query, actor));
  }

  @Get(':id')
  @RequireScope('clients:read')
  @ApiErrors('employee_not_found')
  @ApiOperation({ summary: 'Get one employee' })
  @ApiOkResponse({ type: EmployeeDto, headers: etagHeader })
  @UseInterceptors(ResourceHeaders())
  async getEmployee(
    @Param() { id }: EmployeeIdDto,
    @Query() query: EmployeeViewQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<EmployeeDto> {
    return employeeDto(await this.employees.get(id), maySeeSensitive(query, actor));
  }

  @Post()
  @RequireScope('clients:write')
  @ApiErrors('employee_exists')
  @ApiOperation({ summary: 'Add an employee' })
  @ApiCreatedResponse({ type: EmployeeDto, headers: { ...etagHeader, ...locationHeader } })
  @UseInterceptors(ResourceHeaders('/employees'))
  async createEmployee(@Body() body: NewEmployeeDto, @CurrentActor() actor: Actor): Promise<EmployeeDto> {
    const { id, ...values } = body;
    return employeeDto(await this.employees.create(id, values, actor), false);
  }

  @Patch(':id')
  @RequireScope('clients:write')
  @ApiErrors('employee_not_found', 'precondition_failed', 'precondition_required')
  @ApiOperation({
    summary: 'Change columns of an employee, if nobody else changed it since',
    description:
      'What is set here stands until an import delivers another value for the column than the one that had been delivered before.',
  })
  @ApiHeader({ ...ifMatchHeader, required: true })
  @ApiOkResponse({ type: EmployeeDto, headers: etagHeader })
  @UseInterceptors(ResourceHeaders())
  async changeEmployee(
    @Param() { id }: EmployeeIdDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: EmployeeChangesDto,
    @CurrentActor() actor: Actor,
  ): Promise<EmployeeDto> {
    return employeeDto(await this.employees.change(id, versionFromIfMatch(ifMatch), body, actor), false);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('clients:write')
  @ApiErrors('employee_not_found', 'precondition_failed')
  @ApiOperation({
    summary: 'Delete an employee',
    description:
      'With `If-Match` only if nobody changed it since; without, whatever its state. What was delivered stays in the append-only schema raw, and a later import brings the employee back.',
  })
  @ApiHeader({ ...ifMatchHeader, required: false })
  @ApiNoContentResponse({ description: 'Deleted' })
  async deleteEmployee(
    @Param() { id }: EmployeeIdDto,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    await this.employees.delete(id, ifMatch === undefined ? undefined : versionFromIfMatch(ifMatch), actor);
  }
}
