import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';

/** The routes; `AuditModule`, which is global, holds what they call. */
@Module({ controllers: [AuditController] })
export class AuditHttpModule {}
