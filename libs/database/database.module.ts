import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Logger } from '#libs/platform';
import { dataSourceOptions } from './data-source.js';
import { DirectConnections } from './direct-connections.js';
import { Notifications } from './notifications.js';
import { SessionLocks } from './session-locks.js';

export interface DatabaseOptions {
  readonly url: string;
  /** See `inspectDatabase`. */
  readonly role: string | undefined;
  /** Connections of the TypeORM pool. */
  readonly poolSize: number;
}

/** Connections are opened here and closed in one explicit place: the application's shutdown. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(options.url, options.poolSize, options.role),
          autoLoadEntities: true,
          retryAttempts: 0,
        }),
      ],
      providers: [
        {
          provide: DirectConnections,
          inject: [Logger],
          useFactory: (logger: Logger) =>
            new DirectConnections(options.url, options.role, (error) =>
              logger.warn('An idle database connection broke', { reason: error.message }),
            ),
        },
        {
          provide: Notifications,
          inject: [Logger],
          useFactory: (logger: Logger) => new Notifications(options.url, options.role, logger),
        },
        { provide: SessionLocks, useValue: new SessionLocks(options.url, options.role) },
      ],
      exports: [DirectConnections, Notifications, SessionLocks],
    };
  }
}
