import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock, SystemClock } from './clock/clock.js';
import { Configuration } from './configuration/configuration.js';
import { SigningSecret } from './configuration/signing-secret.js';
import { Logger } from './logging/logger.js';
import { Metrics } from './metrics/metrics.js';
import { CursorCodec } from './pagination/cursor-codec.js';

export interface PlatformOptions {
  readonly configuration: Configuration;
  readonly signingSecret: SigningSecret;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** What every other library may inject without asking where it comes from. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(options: PlatformOptions): DynamicModule {
    const providers = [
      { provide: Configuration, useValue: options.configuration },
      { provide: SigningSecret, useValue: options.signingSecret },
      { provide: Logger, useValue: options.logger },
      { provide: Clock, useValue: options.clock ?? new SystemClock() },
      { provide: Metrics, useValue: new Metrics() },
      { provide: CursorCodec, useValue: new CursorCodec(options.signingSecret) },
    ];
    return { module: PlatformModule, providers, exports: providers.map((provider) => provider.provide) };
  }
}
