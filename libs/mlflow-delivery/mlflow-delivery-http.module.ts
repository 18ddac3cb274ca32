import { Module } from '@nestjs/common';
import { MlflowController } from './mlflow.controller.js';

@Module({ controllers: [MlflowController] })
export class MlflowDeliveryHttpModule {}
