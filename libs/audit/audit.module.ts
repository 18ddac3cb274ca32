import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdministrativeEventEntity } from './events/administrative-event.entity.js';
import { AdministrativeEvents } from './events/administrative-events.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([AdministrativeEventEntity])],
  providers: [AdministrativeEvents],
  exports: [AdministrativeEvents],
})
export class AuditModule {}
