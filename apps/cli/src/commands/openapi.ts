import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Configuration, Logger, NestLogger, SigningSecret } from '#libs/platform';
import { ApiModule } from '../../../api/src/api.module.js';
import { createFastifyAdapter } from '../../../api/src/http/fastify-adapter.js';
import { createContract } from '../../../api/src/openapi/document.js';

/** Wires the application without connecting it: the document depends on the code alone. */
export async function writeOpenApi(file: string): Promise<void> {
  const configuration = new Configuration({});
  const logger = new Logger('error');
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot({
      configuration,
      logger,
      signingSecret: new SigningSecret('only for the document, signs nothing'),
      database: { url: 'postgresql://unused', role: undefined, poolSize: 1 },
      durable: true,
    }),
    createFastifyAdapter(configuration),
    { logger: new NestLogger(logger), abortOnError: false, preview: true },
  );
  await writeFile(file, `${JSON.stringify(createContract(app).document, null, 2)}\n`);
  process.exit(0);
}
