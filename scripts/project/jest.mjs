import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root, runTool } from './command.mjs';

/** Jest would leave one core to itself, and take turns on two; but tests wait a lot, for servers that they started. */
const workers = Math.max(2, availableParallelism() - 1);

/**
 * Runs one Jest project and counts what it reports.
 *
 * @returns {Promise<import('./checks.mjs').Outcome>}
 */
export async function runJest(project) {
  const folder = mkdtempSync(join(tmpdir(), 'veridict-jest-'));
  const reportFile = join(folder, 'report.json');
  try {
    const { code, output } = await runTool(
      'jest/bin/jest.js',
      ['--selectProjects', project, `--maxWorkers=${workers}`, '--json', `--outputFile=${reportFile}`],
      { env: { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' } },
    );
    return outcomeOf(project, code, output, readReport(reportFile));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Exported for its spec: what a report, or none, amounts to. */
export function outcomeOf(project, code, output, report) {
  if (!report) return { passed: 0, failures: [{ name: project, detail: output.trim() }], skipped: [] };
  const failures = [];
  const skipped = [];
  for (const suite of report.testResults) {
    const file = relative(root, suite.name);
    const failed = suite.assertionResults.filter(({ status }) => status === 'failed');
    for (const test of failed)
      failures.push({ name: `${file}: ${test.fullName}`, detail: clean(test.failureMessages.join('\n')) });
    // The file could not be loaded, or broke outside of any test.
    if (suite.status === 'failed' && failed.length === 0)
      failures.push({ name: file, detail: clean(suite.message) });
    for (const test of suite.assertionResults)
      if (['pending', 'skipped', 'todo', 'disabled'].includes(test.status))
        skipped.push(`${file}: ${test.fullName}`);
  }
  if (code !== 0 && failures.length === 0)
    failures.push({ name: `${project}: Jest ended with code ${code}`, detail: output.trim() });
  return { passed: report.numPassedTests, failures, skipped };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Jest ended before it could write one.
    return undefined;
  }
}

function clean(text) {
  return stripVTControlCharacters(text).trim();
}
