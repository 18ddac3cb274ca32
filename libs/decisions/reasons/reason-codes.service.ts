import { Injectable } from '@nestjs/common';
import type { ReasonCode } from '#libs/models';
import type { Actor } from '#libs/platform';
import { DecidingModels } from '../deciding-models.js';
import type {
  ChangeReasonCodesDto,
  ReasonCodeDto,
  ReasonCodesDto,
  ReasonCodesVersionsDto,
} from '../dto/reason-codes.dto.js';
import { ReasonDictionaries } from './reason-dictionaries.js';

const historyLength = 1000;

/** What the routes of reason codes answer. */
@Injectable()
export class ReasonCodesService {
  constructor(
    private readonly models: DecidingModels,
    private readonly dictionaries: ReasonDictionaries,
  ) {}

  async get(name: string): Promise<ReasonCodesDto> {
    const model = await this.models.get(name);
    const { version, reasons } = await this.dictionaries.inForce(model);
    return { model: model.name, dictionary_version: version, reasons: reasons.map(reasonDto) };
  }

  async change(name: string, body: ChangeReasonCodesDto, actor: Actor): Promise<ReasonCodesDto> {
    const model = await this.models.get(name);
    // Plain objects without what was left out: they are compared with what is stored.
    const reasons = JSON.parse(JSON.stringify(body.reasons)) as ReasonCode[];
    await this.dictionaries.change(model, reasons, body.reason, actor);
    return this.get(model.name);
  }

  async versions(name: string): Promise<ReasonCodesVersionsDto> {
    const rows = await this.dictionaries.versions(await this.models.get(name), historyLength);
    return {
      items: rows.map(({ position, changed_at, reasons, reason, actor_kind, actor_id }) => ({
        dictionary_version: position,
        changed_at: changed_at.toISOString(),
        reasons: reasons.map(reasonDto),
        reason,
        actor_kind,
        actor_id,
      })),
    };
  }
}

function reasonDto(reason: ReasonCode): ReasonCodeDto {
  return { ...reason, texts: { ...reason.texts } } as ReasonCodeDto;
}
