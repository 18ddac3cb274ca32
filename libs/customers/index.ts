export { customerFeatures, customersDataset } from './customers-dataset.js';
export { CustomersModule } from './customers.module.js';
export { defaultRiskModel } from './default-risk-model.js';
export { sampleCustomers, seedSampleCustomers } from './sample/seed-sample-customers.js';
