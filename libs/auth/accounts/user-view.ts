import { AccountDto, UserDto } from '../dto/user.dto.js';
import type { UserEntity } from './user.entity.js';

export const accountView = (user: UserEntity): AccountDto => ({
  id: user.id,
  email: user.email,
  role: user.role,
  created_at: user.created_at.toISOString(),
});

export const userView = (user: UserEntity): UserDto => ({
  ...accountView(user),
  disabled: user.disabled_at !== null,
  must_replace_password: user.initial_password_expires_at !== null,
  updated_at: user.updated_at.toISOString(),
  version: user.version,
});
