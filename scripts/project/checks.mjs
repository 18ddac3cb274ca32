import { build } from './build.mjs';
import { runTool } from './command.mjs';
import { lintDeployment } from './lint-deployment.mjs';
import { runJest } from './jest.mjs';

/**
 * @typedef {{ passed: number, failures: { name: string, detail: string }[], skipped: string[] }} Outcome
 * @typedef {{ name: string, needsBuild?: boolean, run: () => Promise<Outcome> }} Check
 */

/** Everything that `npm test` runs, in this order; a check that is no test suite counts as one. */
export const checks = /** @type {Check[]} */ ([
  tool('format', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
  tool('lint', 'eslint/bin/eslint.js', '--max-warnings=0', '.'),
  tool('types', 'typescript/bin/tsc', '--noEmit', '--pretty', 'false', '-p', 'tsconfig.json'),
  single('build', build),
  tool('import-rules', 'dependency-cruiser/bin/dependency-cruiser.mjs', 'apps', 'libs', 'migrations'),
  { name: 'deployment', run: lintDeployment },
  { name: 'unit', run: () => runJest('unit') },
  { name: 'integration', needsBuild: true, run: () => runJest('integration') },
  { name: 'e2e', needsBuild: true, run: () => runJest('e2e') },
  { name: 'contract', needsBuild: true, run: () => runJest('contract') },
  { name: 'browser', needsBuild: true, run: () => runJest('browser') },
  { ...single('generated', () => runScript('scripts/check-generated.mjs')), needsBuild: true },
  tool('openapi-lint', '@redocly/cli/bin/cli.js', 'lint', 'openapi.json'),
]);

function tool(name, entry, ...args) {
  return single(name, () => runTool(entry, args));
}

function runScript(path) {
  return runTool(`../${path}`, []);
}

function single(name, step) {
  return {
    name,
    run: async () => {
      const { ok, output } = await step();
      return {
        passed: ok ? 1 : 0,
        failures: ok ? [] : [{ name, detail: output.trim() }],
        skipped: [],
      };
    },
  };
}
