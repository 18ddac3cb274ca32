import { Module } from '@nestjs/common';
import { UsersController } from './accounts/users.controller.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { AuthController } from './auth.controller.js';
import { AuthModule } from './auth.module.js';

@Module({
  imports: [AuthModule],
  controllers: [AuthController, UsersController, ApiKeysController],
})
export class AuthHttpModule {}
