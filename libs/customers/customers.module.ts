import { Module } from '@nestjs/common';
import { DatasetRegistry, DatasetsModule } from '#libs/datasets';
import { ModelRegistry } from '#libs/models';
import { customersDataset } from './customers-dataset.js';
import { defaultRiskModel } from './default-risk-model.js';

@Module({ imports: [DatasetsModule] })
export class CustomersModule {
  constructor(datasets: DatasetRegistry, models: ModelRegistry) {
    datasets.register(customersDataset);
    models.declare(defaultRiskModel);
  }
}
