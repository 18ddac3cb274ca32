import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError, validationFailed } from '#libs/platform';
import { TransferSlots } from '../csv/transfer-slots.js';
import { DatasetReader } from '../dataset-reader.js';
import { DatasetRegistry } from '../dataset-registry.js';
import type { DatasetProfileDto, ProfileWarningDto } from '../dto/dataset-profile.dto.js';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { lostColumns, unfitRelation } from '../relation-reading.js';
import { type ColumnFigures, columnProfile, readColumn } from './column-profile.js';
import { readMoments } from './figures.js';
import { type Sample, takeSample } from './sample.js';
import { type ProfiledTarget, profiledTarget } from './target.js';
import { profileWarnings } from './warnings.js';

/** What is to be learned, and from what. */
export interface ProfiledLearning {
  readonly target: string;
  /** Of two classes. */
  readonly positiveClass?: string;
  readonly features: readonly string[];
}

interface Profile {
  readonly sample: Sample;
  readonly target: ProfiledTarget | undefined;
  readonly columns: readonly ColumnFigures[];
}

/** What the columns of a dataset hold, measured by PostgreSQL on a sample of one moment. */
@Injectable()
export class DatasetProfiles {
  constructor(
    private readonly source: DataSource,
    private readonly registry: DatasetRegistry,
    private readonly reader: DatasetReader,
    private readonly slots: TransferSlots,
  ) {}

  /**
   * @param targetName undefined: the dataset's own
   * @param includeSensitive else sensitive columns are only counted
   * @throws DomainError `dataset_not_found`, `dataset_unfit`, `overloaded`, `validation_failed`
   */
  async profile(
    name: string,
    targetName: string | undefined,
    includeSensitive: boolean,
  ): Promise<DatasetProfileDto> {
    const definition = await this.registry.find(name);
    const target = targetOf(definition, targetName, includeSensitive);
    const columns = definition.columns.filter((column) => column.name !== definition.identifier);
    const positiveClass = target?.name === definition.target ? definition.positiveClass : undefined;
    const profile = await this.measure(definition, columns, target, positiveClass);
    const { sample } = profile;
    const hidden = ({ sensitive }: DatasetColumn): boolean => sensitive && !includeSensitive;
    const shown = profile.columns.filter(({ sampled }) => !hidden(sampled.column));
    return {
      name,
      row_count: sample.rowCount,
      rows_profiled: sample.rows,
      target: target?.name ?? null,
      task: profile.target?.task ?? null,
      positive_class: profile.target?.positiveClass ?? null,
      columns: profile.columns.map((figures) =>
        columnProfile(figures, sample.rows, hidden(figures.sampled.column)),
      ),
      warnings: profileWarnings(shown, sample.rows, profile.target),
    };
  }

  /** What speaks against learning the target from the features; sensitive ones count where they are among them. */
  async warnings(
    definition: DatasetDefinition,
    { target: targetName, positiveClass, features }: ProfiledLearning,
  ): Promise<ProfileWarningDto[]> {
    const named = new Set([...features, targetName]);
    const columns = definition.columns.filter(({ name }) => named.has(name));
    const target = columns.find(({ name }) => name === targetName);
    const profile = await this.measure(definition, columns, target, positiveClass);
    return profileWarnings(profile.columns, profile.sample.rows, profile.target);
  }

  private async measure(
    definition: DatasetDefinition,
    columns: readonly DatasetColumn[],
    targetColumn: DatasetColumn | undefined,
    positiveClass: string | undefined,
  ): Promise<Profile> {
    const release = this.slots.take();
    try {
      await this.requireReadable(definition, columns);
      return await this.source.transaction('REPEATABLE READ', async (manager) => {
        await requireTemporaryTables(manager);
        const sample = await takeSample(manager, definition, columns, targetColumn).catch(
          (error: unknown) => {
            throw unfitRelation(error) ?? error;
          },
        );
        const target = targetColumn && (await profiledTarget(manager, sample, targetColumn, positiveClass));
        const moments = await readMoments(manager, sample);
        const found: ColumnFigures[] = [];
        for (const [place, column] of sample.columns.entries())
          found.push(await readColumn(manager, column, moments[place]!, target));
        return { sample, target, columns: found };
      });
    } finally {
      release();
    }
  }

  private async requireReadable(
    definition: DatasetDefinition,
    columns: readonly DatasetColumn[],
  ): Promise<void> {
    const missing = await this.reader.missingColumns(
      definition,
      columns.map(({ name }) => name),
    );
    if (missing.length === 0) return;
    throw lostColumns(definition, missing);
  }
}

function targetOf(
  { columns, target, identifier }: DatasetDefinition,
  asked: string | undefined,
  includeSensitive: boolean,
): DatasetColumn | undefined {
  const name = asked ?? target;
  const column = columns.find((candidate) => candidate.name === name);
  const isHidden = column?.sensitive === true && !includeSensitive;
  if (asked === undefined) return isHidden || column?.kind === 'date' ? undefined : column;
  const refuse = (detail: string): Error => validationFailed([{ pointer: 'target', detail }]);
  if (!column || asked === identifier) throw refuse('is no column of the dataset that could be learned');
  if (column.kind === 'date') throw refuse('is a day; no model learns days');
  if (isHidden) throw refuse('is sensitive; ask for it with include_sensitive=true');
  return column;
}

async function requireTemporaryTables(manager: EntityManager): Promise<void> {
  const [{ allowed, statement }] = await manager.query<[{ allowed: boolean; statement: string }]>(
    `SELECT has_database_privilege(current_database(), 'TEMPORARY') AS allowed,
            format('GRANT TEMPORARY ON DATABASE %I TO %I;', current_database(), current_user) AS statement`,
  );
  if (!allowed)
    throw new DomainError(
      'dataset_unfit',
      `The sample needs temporary tables; run as the owner of the database: ${statement}`,
    );
}
