import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import type { SeenRowKeys } from '#libs/ml';
import { DomainError } from '#libs/platform';
import type { ModelCardDto } from '../dto/model-card.dto.js';
import { keepServing } from '../definitions/serving-model.js';
import { ArtefactEntity } from './artefact.entity.js';
import { ModelVersionEntity } from './model-version.entity.js';
import { SeenRowsEntity } from './seen-rows.entity.js';

export type NewVersion = Omit<
  ModelVersionEntity,
  'version' | 'artefact_sha256' | 'created_at' | 'model_row' | 'artefact'
>;

/** The immutable versions and their ONNX files. */
@Injectable()
export class ModelVersions {
  constructor(
    @InjectRepository(ModelVersionEntity) private readonly versions: Repository<ModelVersionEntity>,
  ) {}

  list(model: string): Promise<ModelVersionEntity[]> {
    return this.versions.find({ where: { model }, order: { version: 'DESC' } });
  }

  /**
   * The whole card; rows that are read otherwise hold its summary only.
   * @throws DomainError `version_not_found`
   */
  async card(model: string, version: number): Promise<ModelCardDto> {
    const row = await this.versions.findOne({
      where: { model, version },
      select: { card: true, card_details: true },
    });
    if (!row) throw noSuchVersion();
    return { ...row.card, ...row.card_details };
  }

  /** @throws DomainError `version_not_found` */
  async get(model: string, version: number): Promise<ModelVersionEntity> {
    const row = await this.versions.findOneBy({ model, version });
    if (!row) throw noSuchVersion();
    return row;
  }

  /** @throws Error when the stored bytes no longer match their digest: such a file is never run */
  async artefact(sha256: string): Promise<Buffer> {
    const row = await this.versions.manager.findOneByOrFail(ArtefactEntity, { sha256 });
    if (digestOf(row.content) !== sha256) throw new Error(`Artefact ${sha256} is corrupt`);
    return row.content;
  }

  /** Null: nobody knows which rows the version learned from; it was imported, or is older than what is kept of it. */
  async seenRows(model: string, version: number): Promise<SeenRowKeys | null> {
    const row = await this.versions.manager.findOneBy(SeenRowsEntity, { model, version });
    return row && { train: row.train, test: row.test, trainIdentifiers: row.train_identifiers };
  }

  /**
   * Stores file and version in the caller's transaction; numbers are gapless per model.
   * @param seen which rows it learned from, where that is known
   */
  async add(
    manager: EntityManager,
    version: NewVersion,
    onnx: Uint8Array,
    seen: SeenRowKeys | null,
  ): Promise<ModelVersionEntity> {
    // Two runs of one model cannot overlap, but an import can: the model's row orders them.
    await manager.query('SELECT 1 FROM models WHERE name = $1 FOR NO KEY UPDATE', [version.model]);
    await keepServing(manager, version.model);
    const content = Buffer.from(onnx);
    const sha256 = digestOf(content);
    await manager
      .createQueryBuilder()
      .insert()
      .into(ArtefactEntity)
      .values({ sha256, content })
      .orIgnore()
      .execute();
    const [{ next }] = await manager.query<[{ next: number }]>(
      'SELECT coalesce(max(version), 0) + 1 AS next FROM model_versions WHERE model = $1',
      [version.model],
    );
    const row = manager.create(ModelVersionEntity, {
      ...version,
      version: next,
      artefact_sha256: sha256,
    } as ModelVersionEntity);
    await manager.insert(ModelVersionEntity, row);
    if (seen) {
      await manager.insert(SeenRowsEntity, {
        model: row.model,
        version: row.version,
        train: Buffer.from(seen.train),
        test: Buffer.from(seen.test),
        train_identifiers: Buffer.from(seen.trainIdentifiers),
      });
    }
    return row;
  }
}

function noSuchVersion(): DomainError {
  return new DomainError(
    'version_not_found',
    'The model has no such version; GET /models/{model}/versions lists them.',
  );
}

export function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
