import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { isRelationMissing, isWriteRefused } from '#libs/database';
import { type ActorReference, type FieldProblem, validationFailed } from '#libs/platform';
import { classProblems } from '../declaration/class-problems.js';
import { columnDeclarations, type ColumnDeclarations } from '../declaration/column-declarations.js';
import { type AttachDatasetDto, AttachedColumnDto } from '../dto/attach-dataset.dto.js';
import { type DatasetDto, datasetDto, type DatasetState } from '../dto/dataset.dto.js';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { DatasetStore } from '../stored/dataset-store.js';
import { attachable } from './attachable.js';
import { attachedDefinition } from './attached-definition.js';
import { type CataloguedColumn, readColumns } from './read-catalogue.js';
import { countRows, surveyIdentifier, surveyLevels } from './survey.js';

interface Draft {
  readonly definition: DatasetDefinition;
  readonly rowCount: number;
  readonly warnings: readonly string[];
}

/** Makes a dataset of a relation that exists. It is only ever read. */
@Injectable()
export class AttachDataset {
  constructor(
    private readonly source: DataSource,
    private readonly store: DatasetStore,
    private readonly events: AdministrativeEvents,
  ) {}

  /** @param dryRun nothing is stored */
  async attach(request: AttachDatasetDto, dryRun: boolean, actor: ActorReference): Promise<DatasetDto> {
    await this.store.requireFree(request.name, this.source.manager);
    const { definition, rowCount, warnings } = await this.draft(request);
    const stored = dryRun ? null : await this.write(definition, actor);
    return datasetDto(definition, { rowCount, warnings, stored });
  }

  private write(definition: DatasetDefinition, actor: ActorReference): Promise<DatasetState> {
    return this.source.transaction(async (manager) => {
      const stored = await this.store.add(definition, actor, manager);
      const { name, relation } = definition;
      const subject = { kind: 'dataset', id: name } as const;
      await this.events.record(
        { action: 'dataset.attached', actor, subject, details: { relation } },
        manager,
      );
      return stored;
    });
  }

  /** Looks at the relation at one moment, unable to change anything: what a view calls runs with our rights. */
  private async draft(request: AttachDatasetDto): Promise<Draft> {
    const columns = await columnDeclarations(request.columns ?? {}, AttachedColumnDto);
    try {
      return await this.source.transaction('REPEATABLE READ', async (manager) => {
        await manager.query('SET TRANSACTION READ ONLY');
        return this.look(request, columns, manager);
      });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal !== undefined) throw validationFailed([{ pointer: '/relation', detail: refusal }]);
      throw error;
    }
  }

  private async look(
    request: AttachDatasetDto,
    declared: ColumnDeclarations<AttachedColumnDto>,
    manager: EntityManager,
  ): Promise<Draft> {
    const relation = await attachable(this.source, manager, request);
    const catalogued = await readColumns(manager, relation.oid);
    const { definition, problems, warnings } = attachedDefinition(request, declared, relation, catalogued);
    if (!definition) throw validationFailed(problems);
    const found = [...problems, ...(await identifierProblems(manager, definition, catalogued))];
    if (found.length === 0) found.push(...(await classProblems(manager, definition)));
    if (found.length > 0) throw validationFailed(found);
    const columns: DatasetColumn[] = [];
    for (const column of definition.columns) columns.push(await withLevels(manager, definition, column));
    const rowCount = await countRows(manager, definition.relation);
    return { definition: { ...definition, columns }, rowCount, warnings };
  }
}

function refusalOf(error: unknown): string | undefined {
  if (isWriteRefused(error)) return 'cannot be read without changing something; a dataset is only ever read';
  // A view reads with the rights of its owner, which may be gone.
  return isRelationMissing(error)
    ? 'the database does not let it be read; its owner lacks a right'
    : undefined;
}

async function identifierProblems(
  manager: EntityManager,
  { identifier, relation }: DatasetDefinition,
  catalogued: readonly CataloguedColumn[],
): Promise<FieldProblem[]> {
  const { unique, required } = catalogued.find(({ name }) => name === identifier)!;
  if (unique && required) return [];
  const { missing, repeated } = await surveyIdentifier(manager, relation, identifier);
  const pointer = '/id_column';
  return [
    ...(missing
      ? [{ pointer, detail: `${identifier} is missing in some rows, so it cannot name them` }]
      : []),
    ...(repeated
      ? [{ pointer, detail: `several rows have the same ${identifier}, so it cannot name them` }]
      : []),
  ];
}

/** Categories that nobody declares but that are few: worth knowing, though a row may have another tomorrow. */
async function withLevels(
  manager: EntityManager,
  { identifier, relation }: DatasetDefinition,
  column: DatasetColumn,
): Promise<DatasetColumn> {
  const { name, kind, allowedValues, excluded } = column;
  if (kind !== 'categorical' || allowedValues || excluded || name === identifier) return column;
  const levels = await surveyLevels(manager, relation, column);
  return levels ? { ...column, allowedValues: levels } : column;
}
