import type { Problem } from '../../errors.js';
import { shownName } from './elements.js';
import type { ForeignNode } from './foreign-model.js';

const ML_DOMAIN = 'ai.onnx.ml';

/** What the runtime that serves loads (ONNX Runtime 1.30), and what the wrapping nodes need at least. */
const SUPPORTED = {
  ir: { least: 3, most: 13 },
  '': { least: 7, most: 26 },
  [ML_DOMAIN]: { least: 1, most: 5 },
} as const;

/** Their answer to the same row is another one each time: nobody could replay it. */
const BY_CHANCE: ReadonlySet<string> = new Set([
  'Bernoulli',
  'Multinomial',
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
]);

export function operatorSetProblems(
  irVersion: number,
  operatorSets: ReadonlyMap<string, number>,
): readonly Problem[] {
  const problems: Problem[] = [];
  const check = (field: string, version: number, { least, most }: { least: number; most: number }): void => {
    if (version >= least && version <= most) return;
    problems.push({ field, detail: `is ${version}; versions ${least} to ${most} can be served` });
  };
  check('ir_version', irVersion, SUPPORTED.ir);
  if (operatorSets.size === 0)
    problems.push({ field: 'opset_import', detail: 'is missing; the file is damaged' });
  for (const [domain, version] of operatorSets) {
    if (domain === '' || domain === ML_DOMAIN)
      check(`opset_import/${domain === '' ? 'ai.onnx' : domain}`, version, SUPPORTED[domain]);
  }
  return problems;
}

/** Undefined: such a node may be served. */
export function nodeProblem({ operator, domain }: ForeignNode): string | undefined {
  if (domain !== '' && domain !== ML_DOMAIN)
    return `is of the domain ${shownName(domain)}; only ai.onnx and ai.onnx.ml can be served`;
  if (domain === '' && BY_CHANCE.has(operator)) return 'answers by chance; export the model without sampling';
  return undefined;
}
