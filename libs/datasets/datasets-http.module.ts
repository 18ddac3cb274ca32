import { Module } from '@nestjs/common';
import { DatasetsModule } from './datasets.module.js';

@Module({
  imports: [DatasetsModule],
  controllers: [],
})
export class DatasetsHttpModule {}
