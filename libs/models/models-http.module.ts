import { Module } from '@nestjs/common';
import { CreateModel } from './definitions/create-model.js';
import { DefineModel } from './definitions/define-model.js';
import { LabelValues } from './definitions/label-values.js';
import { ModelDefinitionsService } from './definitions/model-definitions.service.js';
import { RetireModel } from './definitions/retire-model.js';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';

@Module({
  controllers: [ModelsController],
  providers: [ModelsService, ModelDefinitionsService, CreateModel, RetireModel, DefineModel, LabelValues],
})
export class ModelsHttpModule {}
