import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { customersDataset } from '#libs/customers';
import { DatasetImports, type DatasetImportReportDto } from '#libs/datasets';
import { DomainError, FileUpload, systemActor } from '#libs/platform';
import { withFeatures } from '../start/feature-context.js';
import { UserError } from '../user-error.js';

const modes = ['append', 'upsert', 'replace'] as const;

interface Asked {
  readonly path: string;
  readonly mode: (typeof modes)[number];
  readonly partial: boolean;
}

/** `veridict import customers`: as POST /datasets/customers/import, from a file of this machine. */
export async function importCustomers(
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<void> {
  const asked = await understand(args);
  print(await withFeatures(environment, (app) => run(app.get(DatasetImports), asked)));
}

async function understand(args: readonly string[]): Promise<Asked> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        mode: { type: 'string', default: 'append' },
        partial: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UserError((error as Error).message);
  }
  const { values, positionals } = parsed;
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UserError('Name one file.');
  const mode = modes.find((known) => known === values.mode);
  if (!mode) throw new UserError(`--mode takes ${modes.join(', ')}.`);
  await access(path, constants.R_OK).catch(() => {
    throw new UserError(`${path} cannot be read.`);
  });
  return { path, mode, partial: values.partial };
}

async function run(imports: DatasetImports, { path, mode, partial }: Asked): Promise<DatasetImportReportDto> {
  try {
    const upload = new FileUpload(createReadStream(path));
    const options = { mode, partial, ignoreUnknown: false, actor: systemActor };
    return await imports.import(upload, customersDataset.name, options);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const problems = error.problems.map(({ pointer, detail }) => `  ${pointer}  ${detail}`);
    throw new UserError([error.detail, ...problems].join('\n'));
  }
}

function print(report: DatasetImportReportDto): void {
  const { rows_read, rows_refused, rows_inserted, rows_updated, rows_deleted } = report;
  const lines = [
    `${rows_read} rows read, ${rows_refused} refused`,
    `${rows_inserted} inserted, ${rows_updated} updated, ${rows_deleted} deleted`,
    ...report.refusals.map(({ line, column, detail }) => `refused  line ${line} ${column ?? ''}: ${detail}`),
  ];
  console.log(lines.join('\n'));
}
