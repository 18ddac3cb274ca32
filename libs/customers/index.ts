export { customerFeatures, customersDataset } from './customers-dataset.js';
export { CustomerDecisions } from './customer-decisions.js';
export { CustomersHttpModule } from './customers-http.module.js';
export { CustomersModule } from './customers.module.js';
export { defaultRiskModel } from './default-risk-model.js';
export { sampleCustomers, seedSampleCustomers } from './sample/seed-sample-customers.js';
