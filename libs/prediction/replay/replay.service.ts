import { Injectable } from '@nestjs/common';
import { PredictionRecords } from '#libs/audit';
import { type FeatureRow, LiveModels } from '#libs/models';
import { DomainError } from '#libs/platform';
import type { AnswerDto } from '../dto/answer.dto.js';
import type { ReplayDto } from '../dto/replay.dto.js';
import { isIdentical } from './identical.js';

/** Runs a recorded prediction again: same stored file, same stored input, same threshold whatever is in force now. */
@Injectable()
export class ReplayService {
  constructor(
    private readonly records: PredictionRecords,
    private readonly live: LiveModels,
  ) {}

  async replay(id: string): Promise<ReplayDto> {
    const record = await this.records.find(id);
    if (record.status !== 'answered' || !record.model || record.model_version === null || !record.inputs) {
      throw new DomainError(
        'replay_not_possible',
        'The call was refused or failed: there is no answer to replay.',
      );
    }
    const { model, model_version: version, inputs } = record;
    const { replayed, sha256 } = await this.live.withVersion(model, version, async (live) => {
      if (live.row.artefact_sha256 !== record.model_digest) {
        throw new DomainError(
          'replay_not_possible',
          'The stored version is not the file that gave the recorded answer.',
        );
      }
      const [answer] = await live.answer([inputs as FeatureRow], record.threshold);
      return { replayed: answer!, sha256: live.row.artefact_sha256 };
    });
    const recorded = record.output as unknown as AnswerDto;
    return {
      prediction_id: record.id,
      identical: isIdentical(recorded, replayed),
      model,
      model_version: version,
      sha256,
      recorded,
      replayed,
    };
  }
}
