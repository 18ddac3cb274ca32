import { DomainError, type FieldProblem, RequestValidationPipe, validationFailed } from '#libs/platform';
import { columnDeclarations } from '../declaration/column-declarations.js';
import { ColumnOverrideDto, DatasetUploadDto } from '../dto/dataset-upload.dto.js';
import type { ColumnOverride } from '../infer/column-override.js';

/** The definition of an upload, checked on its own: whether its names exist, only the file can tell. */
export interface UploadDefinition extends Omit<DatasetUploadDto, 'columns'> {
  /** By header. */
  readonly columns: ReadonlyMap<string, ColumnOverride>;
}

const pipe = new RequestValidationPipe();

/** @throws DomainError `validation_failed` with every problem */
export async function parseDefinition(json: unknown): Promise<UploadDefinition> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw validationFailed([{ pointer: '/definition', detail: 'must be a JSON object' }]);
  const { columns = {}, ...rest } = json as Record<string, unknown>;
  const problems: FieldProblem[] = [];
  const definition = await checked(rest, problems);
  const overrides = await columnDeclarations(columns, ColumnOverrideDto);
  problems.push(...overrides.problems);
  if (problems.length > 0 || !definition) throw validationFailed(problems);
  const byHeader = [...overrides.of].map(([header, override]) => [canonical(header), override] as const);
  return { ...definition, columns: new Map(byHeader) };
}

const canonical = (header: string): string => header.trim().normalize('NFC');

async function checked(value: object, problems: FieldProblem[]): Promise<DatasetUploadDto | undefined> {
  try {
    return (await pipe.transform(value, { type: 'body', metatype: DatasetUploadDto })) as DatasetUploadDto;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
