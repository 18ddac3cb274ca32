import type { DeliveredRun } from './delivered-run.js';
import { LIMITS } from '#libs/mlflow-ts-client';
import { cut } from './limits.js';
import { markdownText, shownMetrics } from './markdown.js';

const mostProblems = 20;

/** What the page of the run says first: what became of it, and why. Markdown. */
export function runNote(delivered: DeliveredRun): string {
  const { run, version } = delivered;
  const lines = version ? versionLines(delivered, version.row.version) : failureLines(run);
  return cut(lines.join('\n\n'), LIMITS.runTagLength);
}

function versionLines({ run, model, version }: DeliveredRun, number: number): string[] {
  const verdict = run.promoted ? 'Promoted: it became the champion.' : 'Not promoted.';
  return [
    sentence(`Version ${number} of **${markdownText(model.name)}**: ${markdownText(model.description)}`),
    run.promotion_reason ? `${verdict} ${sentence(markdownText(run.promotion_reason))}` : verdict,
    `Held out: ${shownMetrics(version!.row.metrics)}.`,
    ...version!.row.card.warnings.map((warning) => sentence(`Warning: ${markdownText(warning)}`)),
  ];
}

function failureLines({ status, error }: DeliveredRun['run']): string[] {
  if (!error) return [`The run made no version: it was ${status}.`];
  const shown = error.problems.slice(0, mostProblems);
  const rest = error.problems.length - shown.length;
  return [
    `The run failed: \`${error.code}\`. ${markdownText(error.detail)}`,
    ...(shown.length > 0
      ? [shown.map(({ pointer, detail }) => `- ${markdownText(pointer)} ${markdownText(detail)}`).join('\n')]
      : []),
    ...(rest > 0 ? [`And ${rest} more.`] : []),
  ];
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
