import { Readable } from 'node:stream';
import type { DataSource } from 'typeorm';
import { namedCsvUpload, type NamedCsvUpload } from '#libs/datasets';
import { systemActor } from '#libs/platform';
import { sourceNames } from '../employee-sources.js';
import type { EmployeeImportService } from '../import/employee-import.service.js';
import { sampleExtracts } from './sample-employees.js';

/**
 * Imports the sample where nobody has ever imported or added an employee, the way users import theirs. Processes that
 * start together do no harm: imports take turns, and the second one's files say nothing new.
 * @returns rows that were added
 */
export async function seedSampleEmployees(
  dataSource: DataSource,
  imports: EmployeeImportService,
): Promise<number> {
  const [{ used }] = await dataSource.query<[{ used: boolean }]>(
    'SELECT EXISTS (SELECT FROM employees) OR EXISTS (SELECT FROM raw.imports) AS used',
  );
  if (used) return 0;
  const { mart } = await imports.import(sampleFiles(), {
    partial: false,
    dryRun: false,
    actor: systemActor,
    waitForOthers: true,
  });
  return mart.inserted;
}

function sampleFiles(): AsyncIterable<NamedCsvUpload> {
  const extracts = sampleExtracts();
  const files = sourceNames.map((name) =>
    namedCsvUpload(name, `sample_${name}.csv`, Readable.from([Buffer.from(extracts[name])])),
  );
  return Readable.from(files) as AsyncIterable<NamedCsvUpload>;
}
