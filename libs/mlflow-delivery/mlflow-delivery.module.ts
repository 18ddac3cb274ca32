import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Logger } from '#libs/platform';
import { DeliverNext } from './deliver-next.js';
import { MlflowDeliverer } from './deliverer.js';
import { DeliveryOutcomes } from './delivery-outcomes.js';
import { deliveryPace, usualPace } from './delivery-pace.js';
import { DeliveryRounds } from './delivery-rounds.js';
import { ModelUriFile } from './model-uri-file.js';
import { Deliveries } from './records/deliveries.js';
import { DueAliases } from './records/due-aliases.js';
import { LoadDeliveredRun } from './records/load-delivered-run.js';
import { MlflowAliasEntity } from './records/mlflow-alias.entity.js';
import { MlflowServerEntity } from './records/mlflow-server.entity.js';
import { SeenServer } from './records/seen-server.js';
import { ServerWatch } from './server-watch.js';
import { BacklogView } from './status/backlog-view.js';
import { MlflowStatus } from './status/mlflow-status.js';
import { TellAliases } from './tell-aliases.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([MlflowAliasEntity, MlflowServerEntity])],
  providers: [
    { provide: deliveryPace, useValue: usualPace },
    { provide: ModelUriFile, inject: [Logger], useFactory: (logger: Logger) => new ModelUriFile(logger) },
    Deliveries,
    DueAliases,
    SeenServer,
    LoadDeliveredRun,
    ServerWatch,
    DeliveryOutcomes,
    DeliverNext,
    TellAliases,
    DeliveryRounds,
    MlflowDeliverer,
    BacklogView,
    MlflowStatus,
  ],
  exports: [MlflowDeliverer, BacklogView, MlflowStatus],
})
export class MlflowDeliveryModule {}
