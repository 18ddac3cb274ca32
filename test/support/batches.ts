import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type {
  BatchPredictionDto,
  BatchPredictionRequestDto,
  BatchResultDto,
  VeridictOperations,
} from '#libs/sdk';
import { eventually } from './eventually.js';

/** Starts a batch and waits for its end. */
export async function runBatch(
  veridict: VeridictOperations,
  body: BatchPredictionRequestDto,
): Promise<BatchPredictionDto> {
  return (await veridict.createBatchPrediction({ body, headers: { Prefer: 'wait=200' } })).data;
}

export async function startBatch(
  veridict: VeridictOperations,
  body: BatchPredictionRequestDto,
): Promise<BatchPredictionDto> {
  return (await veridict.createBatchPrediction({ body })).data;
}

export function endOf(
  veridict: VeridictOperations,
  id: string,
  timeoutMs?: number,
): Promise<BatchPredictionDto> {
  return eventually(async () => {
    const { data } = await veridict.getBatchPrediction({ path: { id } });
    return data.finished_at !== null && data;
  }, timeoutMs);
}

/** All pages. */
export async function resultsOf(
  veridict: VeridictOperations,
  id: string,
  limit = 1000,
): Promise<BatchResultDto[]> {
  const results: BatchResultDto[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const { data } = await veridict.listBatchPredictionResults({ path: { id }, query });
    results.push(...data.items);
    cursor = data.next_cursor;
  }
  return results;
}

export type CsvRow = Readonly<Record<string, string>>;

export const csvRows = (text: string): CsvRow[] => parse(text, { columns: true });

const unguarded = (cell: string): string => (/^'+[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell);

/** The recipe of docs/batch-predictions.md, step by step, on nothing but the file. */
export function contentHashOfExport(text: string): string {
  const count = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const number = (cell: string): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(Number(cell));
    return bytes;
  };
  const sized = (value: string): Buffer => {
    const bytes = Buffer.from(value, 'utf8');
    return Buffer.concat([count(bytes.length), bytes]);
  };
  let hash = Buffer.alloc(32);
  for (const row of csvRows(text)) {
    const parts = [hash, sized(unguarded(row['row_identifier']!))];
    if (row['problems'] === '') {
      const numbers = Object.keys(row).filter(
        (name) =>
          /^(prediction|probability|interval_lower|interval_upper|probability_.*)$/s.test(name) &&
          row[name] !== '',
      );
      parts.push(Buffer.from([1]), count(numbers.length), ...numbers.map((name) => number(row[name]!)));
      parts.push(sized(unguarded(row['label'] ?? '')));
    } else {
      const problems = JSON.parse(row['problems']!) as { field: string; detail: string }[];
      parts.push(Buffer.from([0]), count(problems.length));
      for (const { field, detail } of problems) parts.push(sized(field), sized(detail));
    }
    hash = createHash('sha256').update(Buffer.concat(parts)).digest();
  }
  return hash.toString('hex');
}
