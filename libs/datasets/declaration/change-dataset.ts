import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { isLockTimeout } from '#libs/database';
import { type ActorReference, DomainError, validationFailed } from '#libs/platform';
import { DatasetCatalogue } from '../catalogue/dataset-catalogue.js';
import { DatasetRegistry } from '../dataset-registry.js';
import { ColumnChangesDto, type DatasetChangesDto } from '../dto/dataset-changes.dto.js';
import type { DatasetDto, DatasetState } from '../dto/dataset.dto.js';
import type { DatasetDefinition } from '../feature-schema.js';
import { awaitImports } from '../owned/lock-imports.js';
import { alterNullability } from '../owned/owned-table.js';
import { unfitRelation } from '../relation-reading.js';
import type { DatasetEntity } from '../stored/dataset.entity.js';
import { DatasetStore } from '../stored/dataset-store.js';
import { changedDataset, type FieldChange, fieldChanges } from './changed-dataset.js';
import { changeEvent } from './change-event.js';
import { classProblems } from './class-problems.js';
import { columnDeclarations, type ColumnDeclarations } from './column-declarations.js';
import { refuseModelsInTheWay } from './models-in-the-way.js';
import { rowViolations } from './row-violations.js';

interface Asked {
  readonly name: string;
  /** That the caller saw. */
  readonly version: number;
  readonly changes: DatasetChangesDto;
  readonly columns: ColumnDeclarations<ColumnChangesDto>;
}

interface Draft {
  readonly before: DatasetDefinition;
  readonly after: DatasetDefinition;
  readonly fields: readonly FieldChange[];
}

/** Declares a dataset otherwise, if its rows and its models let it. */
@Injectable()
export class ChangeDataset {
  constructor(
    private readonly source: DataSource,
    private readonly registry: DatasetRegistry,
    private readonly store: DatasetStore,
    private readonly events: AdministrativeEvents,
    private readonly catalogue: DatasetCatalogue,
  ) {}

  /**
   * @param dryRun nothing is stored
   * @throws DomainError `dataset_not_found`, `dataset_read_only`, `precondition_failed`, `validation_failed`,
   *   `dataset_in_use`, `dataset_unfit`, `overloaded`
   */
  async change(
    name: string,
    version: number,
    changes: DatasetChangesDto,
    dryRun: boolean,
    actor: ActorReference,
  ): Promise<DatasetDto> {
    if (this.registry.isBuiltIn(name))
      throw new DomainError('dataset_read_only', 'The dataset belongs to Veridict; its declaration is code.');
    const columns = await columnDeclarations(changes.columns ?? {}, ColumnChangesDto);
    const asked = { name, version, changes, columns };
    const { origin } = await this.registry.find(name);
    try {
      if (dryRun || origin === 'attached') {
        const { definition, stored } = await this.look(asked);
        if (dryRun) return await this.catalogue.describe(definition, stored);
      }
      const { definition, state } = await this.source.transaction((manager) =>
        this.write(manager, asked, actor),
      );
      // The caller's next request must meet it, in this process too.
      await this.registry.reload();
      return await this.catalogue.describe(definition, state);
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  }

  /** Unable to change anything: what a view calls runs with our rights. */
  private look(asked: Asked): Promise<{ definition: DatasetDefinition; stored: DatasetEntity }> {
    return this.source.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      const stored = await this.store.read(asked.name, manager);
      const draft = await drafted(manager, stored, asked);
      await checkRows(manager, draft);
      return { definition: draft.after, stored };
    });
  }

  private async write(
    manager: EntityManager,
    asked: Asked,
    actor: ActorReference,
  ): Promise<{ definition: DatasetDefinition; state: DatasetState }> {
    // Whoever waited for the table behind us would wait for whoever we wait for: a training that reads it.
    await manager.query(`SET LOCAL lock_timeout = '2s'`);
    await awaitImports(asked.name, manager);
    const stored = await this.store.lock(asked.name, manager);
    const draft = await drafted(manager, stored, asked);
    const { before, after, fields } = draft;
    if (fields.length === 0) return { definition: before, state: stored };
    if (before.origin === 'owned') {
      await checkRows(manager, draft);
      await alterNullability(manager, before, after);
    }
    const state = await this.store.replace(stored, after, manager);
    await this.events.record({ ...changeEvent(after.name, state.version, fields), actor }, manager);
    return { definition: after, state };
  }
}

async function drafted(
  manager: EntityManager,
  { definition: before, version }: DatasetEntity,
  { version: seen, changes, columns }: Asked,
): Promise<Draft> {
  if (seen !== version)
    throw new DomainError(
      'precondition_failed',
      'The declaration has changed since; read it again and repeat with its new ETag.',
    );
  const { definition: after, problems } = changedDataset(before, changes, columns.of);
  const all = [...columns.problems, ...problems];
  if (Object.values(changes).every((value) => value === undefined))
    all.push({ pointer: '', detail: 'the body must hold at least one field' });
  if (all.length > 0) throw validationFailed(all);
  await refuseModelsInTheWay(manager, before, after);
  return { before, after, fields: fieldChanges(before, after) };
}

async function checkRows(manager: EntityManager, { before, after, fields }: Draft): Promise<void> {
  const problems = await rowViolations(manager, before, after);
  if (fields.some(({ field }) => field === 'target' || field === 'positive_class'))
    problems.push(...(await classProblems(manager, after)));
  if (problems.length > 0) throw validationFailed(problems);
}

function refusalOf(error: unknown): DomainError | undefined {
  return isLockTimeout(error)
    ? new DomainError(
        'overloaded',
        'Imports, trainings, exports or changes use the dataset now; try again shortly.',
        {
          retryAfterSeconds: 5,
          cause: error,
        },
      )
    : unfitRelation(error);
}
