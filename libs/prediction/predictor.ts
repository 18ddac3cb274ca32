import { Injectable } from '@nestjs/common';
import { type Answer, LiveVersion, ModelRegistry } from '#libs/models';
import { type FieldProblem, validationFailed, newId } from '#libs/platform';
import type { AnsweredRow, PredictionCall } from './audit/prediction-call.js';
import type { PredictionDto } from './dto/prediction.dto.js';
import { explanationDto } from './explanation/explanation-dto.js';
import { ScoreUnits } from './explanation/score-units.js';
import { type CheckedRow, FeatureRowValidator } from './features/feature-row-validator.js';

/** A row of a request and where it stands in the body. */
export interface RowCandidate {
  readonly row: unknown;
  readonly pointer: string;
}

/** What a policy makes of the answer to a row, for the audit; by the threshold that the answer was given with. */
export type DecideRow = (
  output: Answer,
  threshold: number | null,
  index: number,
) => NonNullable<AnsweredRow['decision']>;

/** Validates, infers and decides; leaves everything that the audit needs in the call. */
@Injectable()
export class Predictor {
  private readonly validators = new WeakMap<LiveVersion, FeatureRowValidator>();

  constructor(
    private readonly units: ScoreUnits,
    private readonly models: ModelRegistry,
  ) {}

  /**
   * Answers in the order of the candidates. Explanations are made only where they are asked for, and not recorded:
   * they can be made again from the recorded input.
   * @throws DomainError `validation_failed` with every problem of every row
   */
  async predict(
    call: PredictionCall,
    live: LiveVersion,
    candidates: readonly RowCandidate[],
    explain: boolean,
    decide?: DecideRow,
  ): Promise<PredictionDto[]> {
    call.model = live.row.model;
    call.version = live.row;
    const { threshold } = live;
    call.threshold = threshold;
    const checked = this.check(live, candidates);
    const rows = checked.map(({ row }) => row);
    const answers = await live.answer(rows, threshold);
    const explanations = explain ? await live.explain(rows, answers) : [];
    const unit = explain ? await this.units.of(live.row) : '';
    const answered: AnsweredRow[] = [];
    const predictions = answers.map((output, i): PredictionDto => {
      const { row, warnings } = checked[i]!;
      const explanation = explanations[i];
      const id = newId();
      const decision = decide?.(output, threshold, i);
      answered.push({ id, inputs: row, output, ...(decision ? { decision } : {}) });
      return {
        prediction_id: id,
        model: live.row.model,
        model_version: live.row.version,
        ...output,
        ...(threshold === null ? {} : { threshold }),
        ...(explanation ? { explanation: explanationDto(explanation, unit) } : {}),
        warnings: [...warnings],
      };
    });
    call.answered = answered;
    return predictions;
  }

  private check(live: LiveVersion, candidates: readonly RowCandidate[]): CheckedRow[] {
    const validator = this.validatorOf(live);
    const rows: CheckedRow[] = [];
    const problems: FieldProblem[] = [];
    for (const { row, pointer } of candidates) {
      const checked = validator.check(row, pointer);
      if ('row' in checked) rows.push(checked);
      else problems.push(...checked);
    }
    if (problems.length > 0) throw validationFailed(problems);
    return rows;
  }

  private validatorOf(live: LiveVersion): FeatureRowValidator {
    let validator = this.validators.get(live);
    if (!validator) {
      const { features, model } = live.row;
      validator = new FeatureRowValidator(features, model, this.models.requestColumns(model, features));
      this.validators.set(live, validator);
    }
    return validator;
  }
}
