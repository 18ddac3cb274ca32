import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Logger } from '#libs/platform';
import { JobQueue } from './job-queue.js';
import { QueueHealth } from './queue-health.js';

@Global()
@Module({})
export class JobsModule {
  /** @param database the connection that jobs use, as for `DatabaseModule` */
  static forRoot(database: { readonly url: string; readonly role: string | undefined }): DynamicModule {
    return {
      module: JobsModule,
      providers: [
        {
          provide: JobQueue,
          inject: [Logger],
          useFactory: (logger: Logger) => new JobQueue(database.url, database.role, logger),
        },
        QueueHealth,
      ],
      exports: [JobQueue],
    };
  }
}
