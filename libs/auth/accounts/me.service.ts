import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Actor } from '#libs/platform';
import { CredentialKind, MeDto } from '../dto/account.dto.js';
import { accountView } from './user-view.js';
import { ownAccount } from './own-account.js';

@Injectable()
export class MeService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The account behind the credential, and what the credential allows. */
  async describe(actor: Actor): Promise<MeDto> {
    const user = await ownAccount(actor, this.dataSource.manager);
    return {
      ...accountView(user),
      credential: actor.kind === 'api_key' ? CredentialKind.ApiKey : CredentialKind.SignIn,
      scopes: [...actor.scopes],
      must_replace_password: user.initial_password_expires_at !== null,
    };
  }
}
