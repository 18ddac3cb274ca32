import { type FieldProblem, DomainError, RequestValidationPipe, validationFailed } from '#libs/platform';
import { ColumnOverrideDto, DatasetUploadDto } from '../dto/dataset-upload.dto.js';
import { mostColumns } from '../dto/dataset-properties.js';
import type { ColumnOverride } from '../infer/column-override.js';

/** The definition of an upload, checked on its own: whether its names exist, only the file can tell. */
export interface UploadDefinition extends Omit<DatasetUploadDto, 'columns'> {
  /** By header: any text, `__proto__` too. */
  readonly columns: ReadonlyMap<string, ColumnOverride>;
}

const pipe = new RequestValidationPipe();

/** @throws DomainError `validation_failed` with every problem */
export async function parseDefinition(json: unknown): Promise<UploadDefinition> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw validationFailed([{ pointer: '/definition', detail: 'must be a JSON object' }]);
  const { columns = {}, ...rest } = json as Record<string, unknown>;
  const problems: FieldProblem[] = [];
  const definition = await checked(rest, DatasetUploadDto, '', problems);
  const overrides = new Map<string, ColumnOverride>();
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) {
    problems.push({ pointer: '/columns', detail: 'must be an object of columns by header' });
  } else {
    const entries = Object.entries(columns);
    if (entries.length > mostColumns)
      throw validationFailed([{ pointer: '/columns', detail: `must have at most ${mostColumns} columns` }]);
    for (const [header, override] of entries) {
      const column = await checked(override, ColumnOverrideDto, columnPointer(header), problems);
      if (column) overrides.set(header.trim().normalize('NFC'), column);
    }
  }
  if (problems.length > 0 || !definition) throw validationFailed(problems);
  return { ...definition, columns: overrides };
}

export function columnPointer(header: string): string {
  return `/columns/${header.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

async function checked<Dto extends object>(
  value: unknown,
  metatype: new () => Dto,
  pointer: string,
  problems: FieldProblem[],
): Promise<Dto | undefined> {
  try {
    return (await pipe.transform(value, { type: 'body', metatype })) as Dto;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    problems.push(...error.problems.map((each) => ({ ...each, pointer: pointer + each.pointer })));
    return undefined;
  }
}
