import { Injectable } from '@nestjs/common';
import { PredictionRecords } from '#libs/audit';
import { type FeatureRow, LiveModels } from '#libs/models';
import { DomainError } from '#libs/platform';
import type { ReplayDto, ReplayedOutputDto } from '../dto/replay.dto.js';

/** Runs a recorded prediction again: same stored file, same stored input. */
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
    const { answer, sha256 } = await this.live.withVersion(model, version, async (live) => {
      if (live.row.artefact_sha256 !== record.model_digest) {
        throw new DomainError(
          'replay_not_possible',
          'The stored version is not the file that gave the recorded answer.',
        );
      }
      const [answered] = await live.answer([inputs as FeatureRow]);
      return { answer: answered!, sha256: live.row.artefact_sha256 };
    });
    const recorded = record.output as unknown as ReplayedOutputDto;
    const { value, probability } = answer;
    const replayed = probability === null ? { prediction: value } : { prediction: value, probability };
    return {
      prediction_id: record.id,
      identical:
        Object.is(recorded.prediction, replayed.prediction) &&
        Object.is(recorded.probability, replayed.probability),
      model,
      model_version: version,
      sha256,
      recorded,
      replayed,
    };
  }
}
