import {
  type AnsweringVersion,
  answerOf,
  type FeatureRow,
  type FeatureSchema,
  type FeatureValue,
  OnnxSession,
} from '#libs/models';
import { FeatureRowValidator } from '#libs/prediction';
import type { ResultProblem, RowOutcome } from '../results/batch-result.js';

/** A sentence that lists hundreds of allowed categories is no better for it, and a batch may hold it a million times. */
const maximumDetailLength = 300;

export interface ScoringVersion {
  readonly model: string;
  readonly onnx: Uint8Array;
  readonly features: readonly FeatureSchema[];
  readonly version: AnsweringVersion;
}

/**
 * Answers rows of a dataset as prediction routes do: the same check, the same graph, the same reading of its outputs,
 * so that a row gets the same bits whatever rows run beside it.
 */
export class RowScorer {
  private readonly names: readonly string[];

  private constructor(
    private readonly version: AnsweringVersion,
    features: readonly FeatureSchema[],
    private readonly validator: FeatureRowValidator,
    private readonly session: OnnxSession,
  ) {
    this.names = features.map(({ name }) => name);
  }

  static async load({ model, onnx, features, version }: ScoringVersion): Promise<RowScorer> {
    const validator = new FeatureRowValidator(features, model);
    return new RowScorer(version, features, validator, await OnnxSession.load(onnx));
  }

  /** @param rows values of the features in their order */
  async score(rows: readonly (readonly FeatureValue[])[]): Promise<RowOutcome[]> {
    const checked: FeatureRow[] = [];
    const problems = rows.map((values) => {
      const outcome = this.validator.check(this.named(values), '');
      if (!('row' in outcome))
        return outcome.map(({ pointer, detail }) => ({
          field: pointer.slice(1),
          detail: detail.length > maximumDetailLength ? `${detail.slice(0, maximumDetailLength)}…` : detail,
        }));
      checked.push(outcome.row);
      return null;
    });
    const answers = await this.answers(checked);
    return problems.map((refusal): RowOutcome => outcomeOf(refusal, answers));
  }

  release(): Promise<void> {
    return this.session.release();
  }

  private async answers(rows: readonly FeatureRow[]): Promise<Iterator<ReturnType<typeof answerOf>>> {
    if (rows.length === 0) return [][Symbol.iterator]();
    const outputs = await this.session.run(rows);
    return rows.map((_, row) => answerOf(this.version, outputs, row))[Symbol.iterator]();
  }

  private named(values: readonly FeatureValue[]): FeatureRow {
    const row: Record<string, FeatureValue> = {};
    for (let index = 0; index < this.names.length; index += 1) row[this.names[index]!] = values[index]!;
    return row;
  }
}

function outcomeOf(
  problems: readonly ResultProblem[] | null,
  answers: Iterator<ReturnType<typeof answerOf>>,
): RowOutcome {
  if (problems) return { answer: null, problems };
  return { answer: answers.next().value as ReturnType<typeof answerOf>, problems: null };
}
