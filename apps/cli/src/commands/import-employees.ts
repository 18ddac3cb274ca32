import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { DirectConnections, inspectDatabase, Notifications } from '#libs/database';
import { namedCsvUpload, type NamedCsvUpload } from '#libs/datasets';
import {
  type EmployeeImportReport,
  EmployeeImportService,
  type SourceName,
  sourceNames,
} from '#libs/employees';
import { Configuration, DomainError, Logger, NestLogger, SigningSecret, systemActor } from '#libs/platform';
import { featureModules, type FeatureOptions } from '../../../api/src/feature-modules.js';
import { lockDataDir, prepareDataDir } from '../start/data-dir.js';
import { startDatabase } from '../start/database.js';
import { migrateOrExplain } from '../start/migrate.js';
import { UserError } from '../user-error.js';

/** The feature modules alone: neither HTTP nor jobs. */
@Module({})
class ImportModule {
  static forRoot(options: FeatureOptions): DynamicModule {
    return { module: ImportModule, imports: featureModules(options) };
  }
}

interface Asked {
  readonly files: readonly { readonly source: SourceName; readonly path: string }[];
  readonly partial: boolean;
  readonly dryRun: boolean;
}

/** `veridict import employees`: as POST /employees/import, from files of this machine. */
export async function importEmployees(
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<void> {
  const asked = await understand(args);
  const configuration = new Configuration(environment);
  const cleanUp: (() => Promise<unknown>)[] = [];
  try {
    if (configuration.usesEmbeddedDatabase) {
      await prepareDataDir(configuration.dataDir);
      // The running server owns the embedded database; it has a route for this.
      cleanUp.unshift(await lockDataDir(configuration.dataDir));
    }
    const database = await startDatabase(configuration);
    cleanUp.unshift(() => database.stop());
    await migrateOrExplain(database.migration);
    const { role } = await inspectDatabase(database.application);
    const logger = new Logger('warn');
    const app = await NestFactory.createApplicationContext(
      ImportModule.forRoot({
        configuration,
        logger,
        signingSecret: new SigningSecret('an import signs nothing'),
        database: { url: database.application, role, poolSize: 2 },
      }),
      { logger: new NestLogger(logger), abortOnError: false },
    );
    const [notifications, connections] = [app.get(Notifications), app.get(DirectConnections)];
    cleanUp.unshift(async () => {
      await app.close();
      await notifications.close();
      await connections.close();
    });
    print(await run(app.get(EmployeeImportService), asked));
  } finally {
    for (const step of cleanUp) await step();
  }
}

async function understand(args: readonly string[]): Promise<Asked> {
  const file = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { sirh: file, eval: file, sondage: file, partial: flag, 'dry-run': flag },
    }));
  } catch (error) {
    throw new UserError((error as Error).message);
  }
  const files = sourceNames.flatMap((source) => {
    const path = values[source];
    return path === undefined ? [] : [{ source, path }];
  });
  if (files.length === 0)
    throw new UserError(
      `Name at least one file: ${sourceNames.map((name) => `--${name} <file>`).join(', ')}.`,
    );
  for (const { source, path } of files) {
    await access(path, constants.R_OK).catch(() => {
      throw new UserError(`--${source}: ${path} cannot be read.`);
    });
  }
  return { files, partial: values.partial, dryRun: values['dry-run'] };
}

async function run(imports: EmployeeImportService, asked: Asked): Promise<EmployeeImportReport> {
  const uploads = asked.files.map(({ source, path }) =>
    namedCsvUpload(source, basename(path), createReadStream(path)),
  );
  let shownAt = 0;
  try {
    return await imports.import(Readable.from(uploads) as AsyncIterable<NamedCsvUpload>, {
      partial: asked.partial,
      dryRun: asked.dryRun,
      actor: systemActor,
      waitForOthers: true,
      onProgress: (source, rows) => {
        if (performance.now() - shownAt < 500) return;
        shownAt = performance.now();
        process.stderr.write(`  ${source}: ${rows} rows read\n`);
      },
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const problems = error.problems.map(({ pointer, detail }) => `  ${pointer}  ${detail}`);
    throw new UserError([error.detail, ...problems].join('\n'));
  }
}

function print(report: EmployeeImportReport): void {
  const { raw, staging, mart, incomplete } = report;
  const lines = [
    ...report.files.map(
      ({ source, file_name, rows_read, rows_refused }) =>
        `${source.padEnd(8)} ${file_name}: ${rows_read} rows read, ${rows_refused} refused`,
    ),
    `raw      ${raw.inserted} inserted, ${raw.unchanged} unchanged`,
    `staging  ${staging.inserted} inserted, ${staging.updated} updated, ${staging.unchanged} unchanged`,
    `mart     ${mart.inserted} inserted, ${mart.updated} updated, ${mart.unchanged} unchanged; ${mart.total} employees`,
    `lacking  ${incomplete.total} employees: ${sourceNames.map((name) => `${incomplete.missing[name]} without ${name}`).join(', ')}`,
    ...report.refusals.map(
      ({ source, line, field, detail }) => `refused  ${source} line ${line} ${field ?? ''}: ${detail}`,
    ),
  ];
  console.log(lines.join('\n'));
  if (report.dry_run) console.log('A dry run: nothing was stored.');
}
