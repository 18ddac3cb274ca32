import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldProblem } from '#libs/platform';
import { AttachedColumnDto } from '../dto/attach-dataset.dto.js';
import { nearestName } from '../nearest-name.js';

export interface ColumnOverrides {
  readonly of: ReadonlyMap<string, AttachedColumnDto>;
  readonly problems: readonly FieldProblem[];
}

/** @param known the columns that can be described otherwise */
export function columnOverrides(
  given: Readonly<Record<string, unknown>>,
  known: readonly string[],
): ColumnOverrides {
  const of = new Map<string, AttachedColumnDto>();
  const problems: FieldProblem[] = [];
  for (const [name, value] of Object.entries(given)) {
    const pointer = columnPointer(name);
    if (!known.includes(name)) {
      const meant = nearestName(name, known);
      const hint = meant === undefined ? '' : `; is ${meant} meant?`;
      problems.push({ pointer, detail: `the relation has no column of that name that can be read${hint}` });
    } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      problems.push({ pointer, detail: 'must be an object' });
    } else {
      const override = plainToInstance(AttachedColumnDto, value);
      of.set(name, override);
      problems.push(...problemsOf(override, pointer), ...markerProblems(override, pointer));
    }
  }
  return { of, problems };
}

export const columnPointer = (name: string): string =>
  `/columns/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

function problemsOf(override: AttachedColumnDto, pointer: string): FieldProblem[] {
  return validateSync(override, { whitelist: true, forbidNonWhitelisted: true }).flatMap((error) =>
    Object.values(error.constraints ?? {}).map((detail) => ({
      pointer: `${pointer}/${error.property}`,
      detail,
    })),
  );
}

function markerProblems({ missing_values }: AttachedColumnDto, pointer: string): FieldProblem[] {
  if (!Array.isArray(missing_values)) return [];
  return missing_values.every(
    (marker) =>
      Number.isFinite(marker) ||
      (typeof marker === 'string' && marker.length <= 1000 && !marker.includes('\0')),
  )
    ? []
    : [
        {
          pointer: `${pointer}/missing_values`,
          detail: 'must be numbers or texts of at most 1000 characters',
        },
      ];
}
