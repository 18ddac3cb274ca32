import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatasetRegistry, DatasetsModule } from '#libs/datasets';
import { ModelRegistry } from '#libs/models';
import { ClientTransfersService } from './client-transfers.service.js';
import { ClientEntity } from './client.entity.js';
import { clientsDataset } from './clients-dataset.js';
import { ClientsService } from './clients.service.js';
import { loanAmountModel } from './loan-amount-model.js';

@Module({
  imports: [DatasetsModule, TypeOrmModule.forFeature([ClientEntity])],
  providers: [ClientsService, ClientTransfersService],
  exports: [ClientsService, ClientTransfersService],
})
export class ClientsModule {
  constructor(datasets: DatasetRegistry, models: ModelRegistry) {
    datasets.register(clientsDataset);
    models.declare(loanAmountModel);
  }
}
