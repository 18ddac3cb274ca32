import { gzipSync } from 'node:zlib';
import type { ColumnValues } from '#libs/ml';
import type { CopiedRows, DatasetCopyTask } from './copied-rows.js';
import type { FitTask } from './fit-task.js';
import type { HeldOut, Part } from './hold-out.js';

/** About a hundred megabytes of text: a copy is held in memory whole, here and where it is delivered. */
const mostCells = 10_000_000;
const rowsPerChunk = 10_000;

interface CopiedColumn {
  readonly name: string;
  readonly cell: (part: Part, place: number) => string;
}

/**
 * The rows that were learned from and measured on, as CSV (RFC 4180), with their side of the split. No identifier,
 * nothing sensitive. Of more rows than wanted an even sample; equal rows give equal bytes. Null: none is wanted.
 */
export function copyRows(
  task: Pick<FitTask, 'copy' | 'features' | 'targetName'>,
  parts: HeldOut,
): CopiedRows | null {
  if (task.copy.mostRows === 0) return null;
  const columns = copiedColumns(task, parts);
  const places = placesOf(parts);
  const mostRows = Math.min(task.copy.mostRows, Math.floor(mostCells / columns.length));
  const rowCount = Math.min(places.length, mostRows);
  const chunks: Buffer[] = [Buffer.from(line(columns.map(({ name }) => text(name))))];
  for (let start = 0; start < rowCount; start += rowsPerChunk) {
    const lines = Array.from({ length: Math.min(rowsPerChunk, rowCount - start) }, (_, offset) => {
      const { part, place } = places[Math.floor(((start + offset) * places.length) / rowCount)]!;
      return line(columns.map(({ cell }) => cell(part, place)));
    });
    chunks.push(Buffer.from(lines.join('')));
  }
  return { rowCount, csvGzip: gzipSync(Buffer.concat(chunks)) };
}

function copiedColumns(
  { copy, features, targetName }: Pick<FitTask, 'copy' | 'features' | 'targetName'>,
  parts: HeldOut,
): CopiedColumn[] {
  const isWanted = ({ name }: { readonly name: string }): boolean => copy.columns.includes(name);
  const columns: CopiedColumn[] = features.map(({ name, kind }) => ({
    name,
    cell: ({ table }, place) => cellOf(table.columns[name]!, place, kind === 'boolean'),
  }));
  columns.push({
    name: targetName,
    cell: ({ target }, place) => classCell(target[place]!, parts.classes),
  });
  const side = { name: freeName('split', copy), cell: (part: Part) => sideOf(part, parts) };
  return [...columns.filter(isWanted), side];
}

/** Learned and held-out rows in the order in which they were read, so that an even sample is one of both. */
function placesOf({ training, heldOut }: HeldOut): { readonly part: Part; readonly place: number }[] {
  return [training, heldOut]
    .flatMap((part) => Array.from(part.rows, (row, place) => ({ part, place, row })))
    .sort((a, b) => a.row - b.row);
}

function cellOf(values: ColumnValues, place: number, isBoolean: boolean): string {
  const value = values[place];
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'number' || Number.isNaN(value)) return '';
  return isBoolean ? String(value === 1) : String(value);
}

function classCell(value: number, classes: readonly string[]): string {
  return classes.length > 0 ? text(classes[value]!) : String(value);
}

function sideOf(part: Part, { training }: HeldOut): string {
  return part === training ? 'training' : 'held_out';
}

function text(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function line(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

function freeName(wanted: string, { columns }: DatasetCopyTask): string {
  return columns.includes(wanted) ? freeName(`${wanted}_`, { mostRows: 0, columns }) : wanted;
}
