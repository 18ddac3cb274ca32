import { Injectable } from '@nestjs/common';
import { randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Clock, type Role } from '#libs/platform';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { requireGoodPassword } from '../passwords/password-rules.js';
import { dayMs } from '../sign-ins/sign-ins.js';
import { normaliseEmail } from './email-address.js';
import { UserEntity } from './user.entity.js';

/** Long enough for a weekend between the administrator's message and its reader. */
const initialPasswordDays = 3;

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  /** The password was generated: it works once, for three days, to choose another. */
  readonly initial?: boolean;
}

/** 144 random bits, in characters that survive a message or a terminal. */
export const generatePassword = (): string => randomBytes(18).toString('base64url');

/** Makes account rows. Hashing comes first, outside the transaction: it may wait for its turn. */
@Injectable()
export class AccountCreation {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `validation_failed` when the password breaks the rules */
  async prepare({ email, password, role, initial = false }: NewAccount): Promise<UserEntity> {
    const address = normaliseEmail(email);
    if (!initial) requireGoodPassword(password, address, '/password');
    const password_hash = await this.hasher.hash(password);
    const now = this.clock.now();
    return Object.assign(new UserEntity(), {
      id: randomUUID(),
      email: address,
      password_hash,
      password_version: 1,
      initial_password_expires_at: initial ? new Date(now.getTime() + initialPasswordDays * dayMs) : null,
      role,
      disabled_at: null,
      created_at: now,
      updated_at: now,
      version: 1,
    });
  }

  /** @returns null when the e-mail is taken */
  async insert(account: UserEntity, manager: EntityManager): Promise<UserEntity | null> {
    const inserted = await manager
      .createQueryBuilder()
      .insert()
      .into(UserEntity)
      .values(account)
      .orIgnore()
      .returning('id')
      .execute();
    return (inserted.raw as unknown[]).length === 1 ? account : null;
  }
}
