import type { ExplainedRow, ReasonCode } from '#libs/models';
import type { Language } from '../dto/row-params.dto.js';
import type { ReasonDto } from '../dto/score-card.dto.js';
import { ReasonDirection } from '../dto/reason-codes.dto.js';
import { valueText } from './value-text.js';

export interface ReasonRules {
  readonly dictionary: readonly ReasonCode[];
  /** Never named, though the model may use them. */
  readonly protectedColumns: ReadonlySet<string>;
  readonly language: Language;
  readonly limit: number;
}

/**
 * Why the answer is what it is, as letters that refuse somebody must say it: what speaks for the positive class first,
 * the strongest first, then what speaks against it. Contributions are those of raw columns: a derived feature's share
 * is divided among the columns that it reads, and the shares of protected ones are never shown.
 */
export function rankReasons(
  contributions: ExplainedRow['contributions'],
  { dictionary, protectedColumns, language, limit }: ReasonRules,
): ReasonDto[] {
  return contributions
    .filter(({ feature, contribution }) => contribution !== 0 && !protectedColumns.has(feature))
    .toSorted(
      (a, b) =>
        Number(b.contribution > 0) - Number(a.contribution > 0) ||
        Math.abs(b.contribution) - Math.abs(a.contribution),
    )
    .slice(0, limit)
    .map(({ feature, value, contribution }) => {
      const direction = contribution > 0 ? ReasonDirection.Towards : ReasonDirection.Away;
      const entries = dictionary.filter((entry) => entry.feature === feature);
      const { code, texts, shown_as } =
        entries.find((entry) => (entry.direction ?? direction) === direction) ?? entries[0]!;
      const value_text = valueText(value, language, shown_as);
      return { code, text: texts[language], feature, value, value_text, contribution, direction };
    });
}
