import { Module } from '@nestjs/common';
import { DatasetRegistry, DatasetsModule } from '#libs/datasets';
import { DecisionsModule } from '#libs/decisions';
import { ModelRegistry } from '#libs/models';
import { CustomerDecisions } from './customer-decisions.js';
import { customersDataset } from './customers-dataset.js';
import { defaultRiskModel } from './default-risk-model.js';

@Module({
  imports: [DatasetsModule, DecisionsModule],
  providers: [CustomerDecisions],
  exports: [CustomerDecisions],
})
export class CustomersModule {
  constructor(datasets: DatasetRegistry, models: ModelRegistry) {
    datasets.register(customersDataset);
    models.declare(defaultRiskModel);
  }
}
