import { Injectable } from '@nestjs/common';
import { type FeatureRow, ModelRegistry } from '#libs/models';
import { type DomainError, type FieldProblem, validationFailed } from '#libs/platform';
import type { PredictionCall } from '#libs/prediction';
import { Language } from '../dto/row-params.dto.js';
import type { ChangedFeatureDto, ChangedRowDto, WhatIfDto } from '../dto/what-if.dto.js';
import { type Decided, Decider } from './decider.js';
import { type Subject, Subjects } from './subjects.js';

export interface WhatIfRequest {
  readonly model: string;
  readonly rowId: string;
  /** Other values of features. */
  readonly changes: Readonly<Record<string, unknown>>;
  readonly language?: Language;
  readonly notFound?: () => DomainError;
}

/** What the decision would be if some values were others. */
@Injectable()
export class WhatIfs {
  constructor(
    private readonly subjects: Subjects,
    private readonly decider: Decider,
    private readonly models: ModelRegistry,
  ) {}

  /**
   * On a `PredictionRoute`; both rows are recorded.
   * @throws DomainError as `ScoreCards.card`; `validation_failed` for what a prediction would refuse, and for columns
   *   that are protected or no features
   */
  async whatIf(
    call: PredictionCall,
    { changes, language = Language.English, ...request }: WhatIfRequest,
  ): Promise<WhatIfDto> {
    const subject = await this.subjects.find(call, request);
    const { features, model } = subject.live.row;
    const { aliases } = this.models.requestColumns(model, features);
    const named = Object.entries(changes).map(([given, value]) => ({
      given,
      column: aliases.get(given) ?? given,
      value,
    }));
    refuseUnchangeable(named, subject);
    // Not assigned one by one: a column may be called __proto__.
    const changed = Object.fromEntries(named.map(({ column, value }) => [column, value]));
    const [before, after] = await this.decider.decide(
      call,
      subject,
      [
        { row: subject.row, pointer: '' },
        { row: { ...subject.row, ...changed }, pointer: '/changes', changed: Object.keys(changed) },
      ],
      { purpose: 'what_if' },
    );
    const [from, to] = call.answered.map(({ inputs }) => inputs);
    return {
      ...changedRow(subject, before!, [before!, after!], language),
      after: after!.result,
      changes: differences(from!, to!),
      probability_difference: after!.result.probability - before!.result.probability,
      score_difference: after!.result.score - before!.result.score,
      decision_changed: after!.decision.side !== before!.decision.side,
    };
  }
}

/** What both answers about changed rows have in common. */
export function changedRow(
  { rowId, model, live, policy }: Subject,
  before: Decided,
  all: readonly Decided[],
  language: Language,
): ChangedRowDto {
  return {
    row_id: rowId,
    model: model.name,
    model_version: live.row.version,
    threshold: before.prediction.threshold!,
    grey_band: { ...before.decision.grey_band },
    positive_class: policy.policy.positive_class[language],
    policy_version: policy.version,
    before: before.result,
    warnings: [...new Set(all.flatMap(({ prediction }) => prediction.warnings))],
  };
}

/** Columns whose values differ, in the order of the schema. */
export function differences(from: FeatureRow, to: FeatureRow): ChangedFeatureDto[] {
  return Object.keys(from)
    .filter((feature) => from[feature] !== to[feature])
    .map((feature) => ({ feature, from: from[feature]!, to: to[feature]! }));
}

/** What no prediction takes is left to the prediction to refuse; these it would take. */
function refuseUnchangeable(
  named: readonly { readonly given: string; readonly column: string }[],
  { live, model, protectedColumns }: Subject,
): void {
  const features = new Set(live.row.features.map(({ name }) => name));
  const columns = new Map<string, string>();
  const problems: FieldProblem[] = [];
  for (const { given, column } of named) {
    const pointer = `/changes/${given.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const other = columns.get(column);
    columns.set(column, given);
    if (protectedColumns.has(column))
      problems.push({ pointer, detail: 'is a protected column, which nothing here changes' });
    else if (column === model.target)
      problems.push({ pointer, detail: `is what ${model.name} predicts; leave it out` });
    else if (!features.has(column)) problems.push({ pointer, detail: `is no feature of ${model.name}` });
    else if (other !== undefined)
      problems.push({ pointer, detail: `${given} and ${other} are names of one field; send one of them` });
  }
  if (named.length === 0) problems.push({ pointer: '/changes', detail: 'must name at least one feature' });
  if (problems.length > 0) throw validationFailed(problems);
}
