import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { namedCsvUpload, type NamedCsvUpload } from '#libs/datasets';
import {
  type EmployeeImportReport,
  EmployeeImportService,
  type SourceName,
  sourceNames,
} from '#libs/employees';
import { DomainError, systemActor } from '#libs/platform';
import { withFeatures } from '../start/feature-context.js';
import { UserError } from '../user-error.js';

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
  print(await withFeatures(environment, (app) => run(app.get(EmployeeImportService), asked)));
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
