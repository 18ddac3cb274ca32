import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { AuditHttpModule } from '#libs/audit';
import { AuthHttpModule } from '#libs/auth';
import { BatchPredictionsHttpModule } from '#libs/batch-predictions';
import { ClientsHttpModule } from '#libs/clients';
import { CustomersHttpModule } from '#libs/customers';
import { DatasetsHttpModule } from '#libs/datasets';
import { DecisionsHttpModule } from '#libs/decisions';
import { EmployeesHttpModule } from '#libs/employees';
import { MlflowDeliveryHttpModule } from '#libs/mlflow-delivery';
import { ModelsHttpModule } from '#libs/models';
import { Logger, RequestValidationPipe } from '#libs/platform';
import { PredictionHttpModule } from '#libs/prediction';
import { TrainingHttpModule } from '#libs/training';
import { featureModules, type FeatureOptions } from './feature-modules.js';
import { DatabaseDurability } from './health/database-durability.js';
import { HealthController } from './health/health.controller.js';
import { ReadinessCheck } from './health/readiness.js';
import { ProblemFilter } from './http/exception.filter.js';
import { ModelOpenApiController } from './openapi/model/model-openapi.controller.js';
import { ServedContract } from './openapi/served-contract.js';

export interface ApiModuleOptions extends FeatureOptions {
  readonly durable: boolean;
}

@Module({})
export class ApiModule {
  static forRoot(options: ApiModuleOptions): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ...featureModules(options),
        AuditHttpModule,
        AuthHttpModule,
        DatasetsHttpModule,
        ModelsHttpModule,
        PredictionHttpModule,
        DecisionsHttpModule,
        TrainingHttpModule,
        MlflowDeliveryHttpModule,
        BatchPredictionsHttpModule,
        ClientsHttpModule,
        EmployeesHttpModule,
        CustomersHttpModule,
      ],
      controllers: [HealthController, ModelOpenApiController],
      providers: [
        { provide: APP_FILTER, inject: [Logger], useFactory: (logger: Logger) => new ProblemFilter(logger) },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: DatabaseDurability, useValue: new DatabaseDurability(options.durable) },
        ReadinessCheck,
        ServedContract,
      ],
    };
  }
}
