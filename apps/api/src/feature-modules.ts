import type { DynamicModule, Type } from '@nestjs/common';
import { AuditModule } from '#libs/audit';
import { AuthModule } from '#libs/auth';
import { BatchPredictionsModule } from '#libs/batch-predictions';
import { ClientsModule } from '#libs/clients';
import { CustomersModule } from '#libs/customers';
import { DatabaseModule } from '#libs/database';
import { DatasetsModule } from '#libs/datasets';
import { DecisionsModule } from '#libs/decisions';
import { EmployeesModule } from '#libs/employees';
import { JobsModule } from '#libs/jobs';
import { MlflowDeliveryModule } from '#libs/mlflow-delivery';
import { ModelsModule } from '#libs/models';
import { PlatformModule, type PlatformOptions } from '#libs/platform';
import { PredictionModule } from '#libs/prediction';
import { TrainingModule } from '#libs/training';

export interface FeatureOptions extends PlatformOptions {
  /** See `inspectDatabase` for the role. */
  readonly database: { readonly url: string; readonly role: string | undefined; readonly poolSize: number };
}

/** Everything but HTTP, from the bottom up. The api adds the controllers; the worker does without. */
export function featureModules(options: FeatureOptions): (DynamicModule | Type)[] {
  return [
    PlatformModule.forRoot(options),
    DatabaseModule.forRoot(options.database),
    JobsModule.forRoot(options.database),
    AuditModule,
    AuthModule,
    DatasetsModule,
    ModelsModule,
    PredictionModule,
    DecisionsModule,
    TrainingModule.forRoot(options.database),
    MlflowDeliveryModule,
    BatchPredictionsModule.forRoot(options.database),
    ClientsModule,
    EmployeesModule,
    CustomersModule,
  ];
}
