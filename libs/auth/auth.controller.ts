import { Body, Controller, Get, HttpCode, Ip, Post, UseGuards } from '@nestjs/common';
import {
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Actor, ApiErrors, Authenticated, CurrentActor, Public } from '#libs/platform';
import { MeService } from './accounts/me.service.js';
import { RegistrationService } from './accounts/registration.service.js';
import { accountView } from './accounts/user-view.js';
import { ChangePasswordDto, MeDto } from './dto/account.dto.js';
import { TokenDto, TokenRequestDto } from './dto/token.dto.js';
import { AccountDto, RegisterDto } from './dto/user.dto.js';
import { FormBodyGuard } from './http/form-body.guard.js';
import { NoStore } from './http/no-store.decorator.js';
import { PasswordChangeService } from './passwords/password-change.service.js';
import { SignInService } from './sign-ins/sign-in.service.js';
import { TokenService } from './sign-ins/token.service.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly tokens: TokenService,
    private readonly signIns: SignInService,
    private readonly passwords: PasswordChangeService,
    private readonly accounts: MeService,
  ) {}

  @Post('register')
  @Public()
  @NoStore()
  @ApiErrors('email_taken')
  @ApiOperation({ summary: 'Register an account', description: 'The role is viewer.' })
  @ApiCreatedResponse({ type: AccountDto })
  async registerAccount(@Body() body: RegisterDto, @Ip() address: string): Promise<AccountDto> {
    return accountView(await this.registration.register(body.email, body.password, address));
  }

  @Post('token')
  @Public()
  @NoStore()
  @HttpCode(200)
  @UseGuards(FormBodyGuard)
  @ApiErrors('invalid_request', 'invalid_grant', 'unsupported_grant_type', 'unsupported_media_type')
  @ApiOperation({ summary: 'Sign in, or refresh a sign-in' })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiOkResponse({ type: TokenDto })
  issueToken(@Body() form: TokenRequestDto, @Ip() address: string): Promise<TokenDto> {
    return this.tokens.issue(form, address);
  }

  @Post('logout')
  @Authenticated()
  @NoStore()
  @HttpCode(204)
  @ApiErrors('insufficient_scope')
  @ApiOperation({ summary: 'End the presented sign-in', description: 'Its tokens stop with the next call.' })
  @ApiNoContentResponse()
  signOut(@CurrentActor() actor: Actor): Promise<void> {
    return this.signIns.signOut(actor);
  }

  @Get('me')
  @Authenticated()
  @NoStore()
  @ApiOperation({ summary: 'Show the account behind the credential' })
  @ApiOkResponse({ type: MeDto })
  showMyAccount(@CurrentActor() actor: Actor): Promise<MeDto> {
    return this.accounts.describe(actor);
  }

  @Post('password')
  @Authenticated()
  @NoStore()
  @HttpCode(204)
  @ApiErrors('invalid_grant', 'insufficient_scope')
  @ApiOperation({ summary: 'Change the password', description: 'Ends every sign-in of the account.' })
  @ApiNoContentResponse()
  changePassword(
    @CurrentActor() actor: Actor,
    @Body() body: ChangePasswordDto,
    @Ip() address: string,
  ): Promise<void> {
    return this.passwords.change(actor, body.current_password, body.new_password, address);
  }
}
