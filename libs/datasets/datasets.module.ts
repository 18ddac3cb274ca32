import { Global, Module } from '@nestjs/common';
import { DatasetRegistry } from './dataset-registry.js';

@Global()
@Module({ providers: [DatasetRegistry], exports: [DatasetRegistry] })
export class DatasetsModule {}
