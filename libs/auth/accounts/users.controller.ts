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
  ChangeUserDto,
  CreatedUserDto,
  CreateUserDto,
  UserDto,
  UserIdDto,
  UserPageDto,
  UserQueryDto,
} from '../dto/user.dto.js';
import { NoStore } from '../http/no-store.decorator.js';

import { UserChangesService } from './user-changes.service.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly changes: UserChangesService,
  ) {}

  @Get()
  @RequireScope('users:write')
  @ApiErrors('invalid_cursor')
  @ApiOperation({ summary: 'List accounts, newest first' })
  @ApiOkResponse({ type: UserPageDto })
  listUsers(@Query() query: UserQueryDto): Promise<UserPageDto> {
    return this.users.list(query);
  }

  @Post()
  @RequireScope('users:write')
  @NoStore()
  @UseInterceptors(ResourceHeaders('/users'))
  @ApiErrors('email_taken')
  @ApiOperation({ summary: 'Create an account', description: 'A generated password is shown this once.' })
  @ApiCreatedResponse({ type: CreatedUserDto, headers: { ...etagHeader, ...locationHeader } })
  createUser(@CurrentActor() actor: Actor, @Body() body: CreateUserDto): Promise<CreatedUserDto> {
    return this.users.create(actor, body);
  }

  @Get(':id')
  @RequireScope('users:write')
  @UseInterceptors(ResourceHeaders())
  @ApiErrors('user_not_found')
  @ApiOperation({ summary: 'Show an account' })
  @ApiOkResponse({ type: UserDto, headers: etagHeader })
  getUser(@Param() { id }: UserIdDto): Promise<UserDto> {
    return this.users.find(id);
  }

  @Patch(':id')
  @RequireScope('users:write')
  @UseInterceptors(ResourceHeaders())
  @ApiErrors('user_not_found', 'last_admin', 'precondition_failed', 'precondition_required')
  @ApiOperation({
    summary: 'Change role, password or whether the account may sign in',
    description: 'Every change ends all sign-ins of the account.',
  })
  @ApiHeader(ifMatchHeader)
  @ApiOkResponse({ type: UserDto, headers: etagHeader })
  changeUser(
    @CurrentActor() actor: Actor,
    @Param() { id }: UserIdDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: ChangeUserDto,
  ): Promise<UserDto> {
    return this.changes.change(actor, id, versionFromIfMatch(ifMatch), body);
  }

  @Delete(':id')
  @RequireScope('users:write')
  @HttpCode(204)
  @ApiErrors('user_not_found', 'last_admin', 'precondition_failed', 'precondition_required')
  @ApiOperation({ summary: 'Delete an account with its sign-ins and keys' })
  @ApiHeader(ifMatchHeader)
  @ApiNoContentResponse()
  deleteUser(
    @CurrentActor() actor: Actor,
    @Param() { id }: UserIdDto,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    return this.changes.delete(actor, id, versionFromIfMatch(ifMatch));
  }
}
