import { Module } from '@nestjs/common';
import { ClientTransfersController } from './client-transfers.controller.js';
import { ClientsController } from './clients.controller.js';
import { ClientsModule } from './clients.module.js';

@Module({ imports: [ClientsModule], controllers: [ClientTransfersController, ClientsController] })
export class ClientsHttpModule {}
