import { Module } from '@nestjs/common';
import { PredictionController } from './prediction.controller.js';
import { ReplayController } from './replay/replay.controller.js';
import { ReplayService } from './replay/replay.service.js';

@Module({ controllers: [PredictionController, ReplayController], providers: [ReplayService] })
export class PredictionHttpModule {}
