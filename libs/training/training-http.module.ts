import { Module } from '@nestjs/common';
import { ImportsController } from './imports/imports.controller.js';
import { TrainingController } from './training.controller.js';

@Module({ controllers: [TrainingController, ImportsController] })
export class TrainingHttpModule {}
