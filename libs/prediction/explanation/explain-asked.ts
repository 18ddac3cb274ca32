import { type FieldProblem, validationFailed } from '#libs/platform';
import type { ExplainQueryDto } from '../dto/explanation.dto.js';

/**
 * Whether the caller asks for explanations.
 *
 * @param query as it was sent: texts
 * @throws DomainError `validation_failed` for anything but `explain=true` and `explain=false`
 */
export function explainAsked(query: ExplainQueryDto): boolean {
  const problems: FieldProblem[] = [];
  let asked = false;
  for (const [name, value] of Object.entries(query as Readonly<Record<string, unknown>>)) {
    if (name !== 'explain')
      problems.push({ pointer: `/${name}`, detail: `property ${name} should not exist` });
    else if (value !== 'true' && value !== 'false')
      problems.push({ pointer: '/explain', detail: 'must be true or false' });
    else asked = value === 'true';
  }
  if (problems.length > 0) throw validationFailed(problems);
  return asked;
}
