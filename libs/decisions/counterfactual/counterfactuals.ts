import { Injectable } from '@nestjs/common';
import type { ActionableFeature, FeatureRow } from '#libs/models';
import { DomainError, type FieldProblem, validationFailed } from '#libs/platform';
import type { PredictionCall } from '#libs/prediction';
import { Decider } from '../cards/decider.js';
import { type Subject, Subjects } from '../cards/subjects.js';
import { changedRow } from '../cards/what-ifs.js';
import { ActionDirection } from '../dto/decision-policy.dto.js';
import { Language } from '../dto/row-params.dto.js';
import { type CounterfactualDto, mostChanges, type ProposedChangeDto } from '../dto/what-if.dto.js';
import { occurring } from '../reference/derived-ranges.js';
import { References } from '../reference/references.js';
import { type Change, distanceOf } from './changeable.js';
import { changeableFeatures } from './changeable-features.js';
import { applied, searchCounterfactual, type SearchOutcome } from './search.js';

const timeMs = 2_000;
const waitForReferenceMs = 2_000;

export interface CounterfactualRequest {
  readonly model: string;
  readonly rowId: string;
  /** Features that may change; absent: all that the policy names. */
  readonly actionable?: readonly string[];
  /** 1 to 3. */
  readonly maximumChanges?: number;
  readonly language?: Language;
  readonly notFound?: () => DomainError;
}

/** What would have to change for the negative decision. */
@Injectable()
export class Counterfactuals {
  constructor(
    private readonly subjects: Subjects,
    private readonly decider: Decider,
    private readonly references: References,
  ) {}

  /**
   * On a `PredictionRoute`; the stored row and the proposal are recorded, the rows that were tried on the way are not.
   * @throws DomainError as `ScoreCards.card`; `validation_failed` when nothing may change, or something that must not;
   *   `overloaded` while the other rows are still being scored
   */
  async counterfactual(
    call: PredictionCall,
    {
      actionable,
      maximumChanges = mostChanges,
      language = Language.English,
      ...request
    }: CounterfactualRequest,
  ): Promise<CounterfactualDto> {
    const subject = await this.subjects.find(call, request);
    const actions = actionsOf(subject, actionable);
    return subject.live.during(async () => {
      const stored = { row: subject.row, pointer: '' };
      const context = { purpose: 'counterfactual' } as const;
      const [now] = await this.decider.decide(call, subject, [stored], context);
      const row = call.answered[0]!.inputs;
      if (now!.decision.side === 'negative') {
        return { ...changedRow(subject, now!, [now!], language), ...nothing, already: true };
      }
      const { result, decision } = now!;
      const outcome = await this.search(subject, row, actions, {
        probability: result.probability,
        below: decision.grey_band.from,
        maximumChanges,
      });
      const { found, attempt, rowsTried, incomplete } = outcome;
      const tried = { found, rows_tried: rowsTried, incomplete };
      if (attempt.changes.length === 0)
        return { ...changedRow(subject, now!, [now!], language), ...nothing, ...tried };
      const proposal = {
        row: applied(row, attempt.changes),
        pointer: '',
        changed: attempt.changes.map(({ changeable }) => changeable.feature),
      };
      const decided = await this.decider.decide(call, subject, [stored, proposal], context);
      const [before, after] = decided;
      return {
        ...changedRow(subject, before!, decided, language),
        ...tried,
        // The threshold may have moved while the search ran; what leaves is what was decided last.
        found: after!.decision.side === 'negative',
        already: false,
        after: after!.result,
        changes: attempt.changes.map(proposedChange),
        distance: distanceOf(attempt.changes),
      };
    });
  }

  private async search(
    { model, live }: Subject,
    row: FeatureRow,
    actions: readonly ActionableFeature[],
    { probability, below, maximumChanges }: { probability: number; below: number; maximumChanges: number },
  ): Promise<SearchOutcome> {
    const reference = await this.references.of(model, live, waitForReferenceMs);
    if (!reference) {
      throw new DomainError('overloaded', 'The other rows are still being scored; ask again.', {
        retryAfterSeconds: 2,
      });
    }
    const deadline = performance.now() + timeMs;
    const { threshold } = live;
    const changeables = changeableFeatures(row, live.row.features, actions, reference);
    const moved = new Set(changeables.map(({ feature }) => feature));
    const ranges = reference.derived.filter(({ columns }) => columns.some((name) => moved.has(name)));
    // Thousands of rows are asked about: without the columns that do not matter they are quick to make.
    const read = Object.fromEntries(
      ranges.flatMap(({ columns }) => columns).map((name) => [name, row[name]!] as const),
    );
    const occur = occurring(ranges, read);
    return searchCounterfactual({
      row,
      probability,
      below,
      changeables,
      maximumChanges,
      occur: (candidates) => occur(candidates.map((changes) => applied(read, changes))),
      score: async (rows) => (await live.answer(rows, threshold)).map((answer) => answer.probability!),
      isTimeUp: () => performance.now() > deadline,
    });
  }
}

const nothing = {
  found: false,
  already: false,
  after: null,
  changes: [],
  distance: 0,
  rows_tried: 0,
  incomplete: false,
};

/** @throws DomainError `validation_failed` for names that may not change, and when there are none */
function actionsOf(
  { live, model, policy, protectedColumns }: Subject,
  asked: readonly string[] | undefined,
): readonly ActionableFeature[] {
  const features = new Set(live.row.features.map(({ name }) => name));
  const { actionable } = policy.policy;
  const named = actionable.filter(({ feature }) => features.has(feature) && !protectedColumns.has(feature));
  const problems: FieldProblem[] = [];
  (asked ?? []).forEach((feature, index) => {
    const pointer = `/actionable/${index}`;
    if (protectedColumns.has(feature))
      problems.push({ pointer, detail: 'is a protected column, which nothing here changes' });
    else if (!features.has(feature)) problems.push({ pointer, detail: `is no feature of ${model.name}` });
    else if (actionable.length > 0 && !named.some((action) => action.feature === feature))
      problems.push({ pointer, detail: 'is not among the actionable features of the decision policy' });
  });
  if (!asked && named.length === 0) {
    const detail = 'is required: the decision policy names no actionable features';
    problems.push({ pointer: '/actionable', detail });
  }
  if (problems.length > 0) throw validationFailed(problems);
  if (!asked) return named;
  return asked.map((feature) => named.find((action) => action.feature === feature) ?? { feature });
}

function proposedChange({ changeable, to }: Change): ProposedChangeDto {
  const { feature, from, scale } = changeable;
  const change = { feature, from, to, distance: changeable.distance(to) };
  if (!scale) return change;
  const increases = scale.number(to) > scale.number(from);
  return { ...change, direction: increases ? ActionDirection.Increase : ActionDirection.Decrease };
}
