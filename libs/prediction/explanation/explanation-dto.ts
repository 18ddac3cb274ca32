import type { ExplainedRow } from '#libs/models';
import type { ExplanationDto, ExplanationMethod } from '../dto/explanation.dto.js';

export function explanationDto(explained: ExplainedRow, unit: string): ExplanationDto {
  const { method, baseline, raw_score, contributions } = explained;
  return {
    method: method as ExplanationMethod,
    unit,
    baseline,
    raw_score,
    contributions: contributions.map((contribution) => ({ ...contribution })),
  };
}
