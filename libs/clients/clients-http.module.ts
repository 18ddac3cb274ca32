import { Module } from '@nestjs/common';
import { ClientPredictionsController } from './client-predictions.controller.js';
import { ClientTransfersController } from './client-transfers.controller.js';
import { ClientsController } from './clients.controller.js';
import { ClientsModule } from './clients.module.js';

@Module({
  imports: [ClientsModule],
  controllers: [ClientTransfersController, ClientPredictionsController, ClientsController],
})
export class ClientsHttpModule {}
