import { DomainError } from '#libs/platform';
import type { FileProblem } from './checked-file.js';

export function refused(problems: readonly FileProblem[]): DomainError {
  return new DomainError('model_file_refused', 'The file cannot be served; see errors.', {
    problems: problems.map(({ field, detail }) => ({
      pointer: field === 'file' ? '/file' : `/file/${field}`,
      detail,
    })),
  });
}
