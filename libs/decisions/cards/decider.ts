import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/platform';
import { type PredictionCall, type PredictionDto, Predictor, type RowCandidate } from '#libs/prediction';
import type { DecisionResultDto } from '../dto/score-card.dto.js';
import { decide, type DecisionPurpose, type StoredDecision } from './decide.js';
import type { Subject } from './subjects.js';

export interface CandidateRow extends RowCandidate {
  /** Features that differ from the stored row. */
  readonly changed?: readonly string[];
}

export interface Decided {
  readonly prediction: PredictionDto;
  readonly decision: StoredDecision;
  readonly result: DecisionResultDto;
}

export interface DecisionContext {
  readonly purpose: DecisionPurpose;
  readonly dictionaryVersion?: number;
}

/** Answers rows as a prediction does, decides by the policy, and leaves both to the audit. */
@Injectable()
export class Decider {
  constructor(private readonly predictor: Predictor) {}

  /** @throws DomainError `validation_failed` with every problem of every row */
  async decide(
    call: PredictionCall,
    subject: Subject,
    candidates: readonly CandidateRow[],
    context: DecisionContext,
    explain = false,
  ): Promise<Decided[]> {
    const decisions: StoredDecision[] = [];
    const predictions = await this.predictor.predict(
      call,
      subject.live,
      candidates,
      explain,
      ({ probability }, threshold, index) => {
        const { changed } = candidates[index]!;
        const decision = {
          ...decide(subject.policy, threshold!, probability!, context.purpose),
          ...(context.dictionaryVersion === undefined
            ? {}
            : { dictionary_version: context.dictionaryVersion }),
          ...(changed ? { changed } : {}),
        };
        decisions.push(decision);
        return decision;
      },
    );
    return predictions.map((prediction, index) => {
      const decision = decisions[index]!;
      return { prediction, decision, result: resultOf(prediction, decision) };
    });
  }

  /** With an explanation where the version's file has one to give. */
  async decideExplained(
    call: PredictionCall,
    subject: Subject,
    context: DecisionContext,
  ): Promise<{ readonly decided: Decided; readonly explained: boolean }> {
    const candidates = [{ row: subject.row, pointer: '' }];
    try {
      const [decided] = await this.decide(call, subject, candidates, context, true);
      return { decided: decided!, explained: true };
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'explanation_unavailable')) throw error;
      const [decided] = await this.decide(call, subject, candidates, context);
      return { decided: decided!, explained: false };
    }
  }
}

function resultOf(
  { prediction_id, probability }: PredictionDto,
  { score, decision }: StoredDecision,
): DecisionResultDto {
  return { prediction_id, probability: probability!, score, decision };
}
