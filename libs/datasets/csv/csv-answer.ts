import { StreamableFile } from '@nestjs/common';
import type { Readable } from 'node:stream';

/** @param fileName fixed in code */
export function csvAnswer(rows: Readable, fileName: string): StreamableFile {
  return new StreamableFile(rows, {
    type: 'text/csv; charset=utf-8; header=present',
    disposition: `attachment; filename="${fileName}"`,
  });
}
