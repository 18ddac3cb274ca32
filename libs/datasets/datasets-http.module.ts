import { Module } from '@nestjs/common';
import { DatasetsController } from './catalogue/datasets.controller.js';
import { DatasetsModule } from './datasets.module.js';

@Module({
  imports: [DatasetsModule],
  controllers: [DatasetsController],
})
export class DatasetsHttpModule {}
