export { ClientTransfersService } from './client-transfers.service.js';
export { ClientEntity } from './client.entity.js';
export { clientFeatureColumns, clientsDataset } from './clients-dataset.js';
export { ClientsHttpModule } from './clients-http.module.js';
export { ClientsModule } from './clients.module.js';
export { ClientsService } from './clients.service.js';
export { ClientFeaturesDto } from './dto/client-features.dto.js';
export { ClientIdDto } from './dto/client-query.dto.js';
export { sampleClients, seedSampleClients } from './sample-clients.js';
