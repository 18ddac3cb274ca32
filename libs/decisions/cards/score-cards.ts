import { Injectable } from '@nestjs/common';
import type { DomainError } from '#libs/platform';
import type { PredictionCall } from '#libs/prediction';
import { Language } from '../dto/row-params.dto.js';
import type { ScoreCardDto } from '../dto/score-card.dto.js';
import { rankReasons } from '../reasons/rank-reasons.js';
import { ReasonDictionaries } from '../reasons/reason-dictionaries.js';
import { References } from '../reference/references.js';
import { standingOf } from '../reference/standing.js';
import { Decider } from './decider.js';
import { Subjects } from './subjects.js';

/** How long a card waits for the other rows to be scored; after that it says that they are not yet. */
const waitForReferenceMs = 1_500;

export interface ScoreCardRequest {
  /** A model that answers yes or no. */
  readonly model: string;
  /** Identifier of a row of its dataset. */
  readonly rowId: string;
  readonly language?: Language;
  /** How many reasons at most. */
  readonly limit?: number;
  /** What an unknown identifier is called; absent: `row_not_found`. */
  readonly notFound?: () => DomainError;
}

/** What a prediction means for whom it is about. */
@Injectable()
export class ScoreCards {
  constructor(
    private readonly subjects: Subjects,
    private readonly decider: Decider,
    private readonly dictionaries: ReasonDictionaries,
    private readonly references: References,
  ) {}

  /**
   * On a `PredictionRoute`: the decision becomes part of the call's audit record.
   * @throws DomainError `model_not_found`, `model_not_ready`, `row_not_found`; `validation_failed` for a model that
   *   does not answer yes or no, and for a row that the champion cannot answer
   */
  async card(
    call: PredictionCall,
    { language = Language.English, limit = 5, ...request }: ScoreCardRequest,
  ): Promise<ScoreCardDto> {
    const subject = await this.subjects.find(call, request);
    const { live, model, policy, protectedColumns } = subject;
    return live.during(async () => {
      const dictionary = await this.dictionaries.inForce(model);
      const context = { purpose: 'score_card', dictionaryVersion: dictionary.version } as const;
      const { decided, explained } = await this.decider.decideExplained(call, subject, context);
      const { prediction, decision, result } = decided;
      const row = call.answered[0]!.inputs;
      const reasons = rankReasons(prediction.explanation?.contributions ?? [], {
        dictionary: dictionary.reasons,
        protectedColumns,
        language,
        limit,
      });
      const reference = await this.references.of(model, live, waitForReferenceMs);
      const named = reasons.map(({ feature }) => live.row.features.find(({ name }) => name === feature)!);
      return {
        ...result,
        row_id: subject.rowId,
        model: model.name,
        model_version: live.row.version,
        threshold: prediction.threshold!,
        grey_band: { ...decision.grey_band },
        positive_class: policy.policy.positive_class[language],
        reasons,
        standing: reference && standingOf(reference, result.probability, row, named),
        policy_version: policy.version,
        dictionary_version: dictionary.version,
        warnings: [
          ...prediction.warnings,
          ...(explained ? [] : ["No reasons: the version's file does not say how its answers come about"]),
          ...(live.row.features.some(({ name }) => protectedColumns.has(name))
            ? ['The version uses protected columns; they are never named as reasons']
            : []),
          ...(reference ? [] : ['The other rows are still being scored; ask again for the standing']),
        ],
      };
    });
  }
}
