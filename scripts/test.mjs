// `npm test`: every check there is, on a fresh clone too; `npm test -- unit lint` runs only those.
import { requireNode } from './project/node-version.mjs';
import { install, needsInstall } from './project/install.mjs';
import { build, needsBuild } from './project/build.mjs';
import { checks } from './project/checks.mjs';
import { withProgress } from './project/progress.mjs';

/** Lines of one failure that are shown: a compiler in trouble writes thousands. */
const maximumLines = 60;

requireNode();
const selected = select(process.argv.slice(2));

if (needsInstall()) {
  const { ok, output } = await withProgress('Installing', install);
  if (!ok) {
    console.error(output);
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
}

let broken = false;
if (!selected.some(({ name }) => name === 'build') && selected.some((check) => check.needsBuild)) {
  if (needsBuild()) broken = !(await withProgress('Building', build)).ok;
}

let passed = 0;
const failures = [];
const skipped = [];
for (const check of selected) {
  const outcome =
    check.needsBuild && broken
      ? notRun(check)
      : await withProgress(`${check.name.padEnd(13)}`, check.run, summary);
  if (check.name === 'build') broken = outcome.failures.length > 0;
  passed += outcome.passed;
  failures.push(...outcome.failures);
  skipped.push(...outcome.skipped);
}

for (const { name, detail } of failures) console.log(`\n✘ ${name}\n\n${indent(shorten(detail))}`);
if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((name) => `  - ${name}`).join('\n')}`);
console.log();
console.log(
  `${passed} passed, ${failures.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
);
process.exitCode = failures.length > 0 ? 1 : 0;

function select(names) {
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.error(`There is no check named ${unknown.join(', ')}; choose from ${list(checks)}.`);
    process.exit(1);
  }
  return names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name));
}

function list(items) {
  return items.map(({ name }) => name).join(', ');
}

function summary({ passed, failures, skipped }) {
  const parts = [`${passed} passed`];
  if (failures.length > 0) parts.push(`${failures.length} failed`);
  if (skipped.length > 0) parts.push(`${skipped.length} skipped`);
  return `  ${failures.length > 0 ? '✘' : '✔'} ${parts.join(', ')}`;
}

function notRun({ name }) {
  console.log(`${name.padEnd(13)} … not run: it needs the build`);
  return { passed: 0, failures: [{ name, detail: 'Not run: it needs the build.' }], skipped: [] };
}

function shorten(text) {
  const lines = text.split('\n');
  if (lines.length <= maximumLines) return text;
  return [...lines.slice(0, maximumLines), `… and ${lines.length - maximumLines} more lines`].join('\n');
}

function indent(text) {
  return text.replace(/^/gm, '  ');
}
