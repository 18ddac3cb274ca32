import { columnOf } from '#libs/datasets';
import type { DeliveredRun, DeliveredVersion } from '../delivered-run.js';
import { listed } from '../limits.js';
import { markdownCode, markdownTable, markdownText } from '../markdown.js';
import { shown, splitSentence } from '../sentences.js';
import { featureTable } from './feature-table.js';
import { classTable, metricTable } from './metric-table.js';
import { pythonUse } from './python-use.js';
import { importanceTable } from './importance-table.js';

type DeliveredModel = DeliveredRun & { readonly version: DeliveredVersion };

/** For people who did not train it: what it is for, what it is worth, how it came about, where it ends. */
export function cardMarkdown(delivered: DeliveredModel): string {
  const { model, version } = delivered;
  const sections = [
    `# ${markdownText(model.name)}, version ${version.row.version}`,
    `${markdownText(model.description)}`,
    purpose(delivered),
    heading('Worth', worth(delivered)),
    heading('Decisions', bullets(version.row.card.decisions ?? [])),
    heading('Warnings', bullets(version.row.card.warnings)),
    heading('Data', data(delivered)),
    heading('Columns', featureTable(version.row.features)),
    heading('What it looks at', importanceTable(version.cardDetails)),
    heading('Limits', limitsOf(delivered)),
    heading('Use', pythonUse(version)),
    heading('Origin', origin(delivered)),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading(title: string, body: string): string {
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function bullets(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${markdownText(sentence)}`).join('\n');
}

function purpose({ model, dataset, version: { row } }: DeliveredModel): string {
  const { unit, description } = columnOf(dataset, model.target);
  const target = `${markdownCode(model.target)} (${markdownText(unit ? `${description}; ${unit}` : description)})`;
  switch (row.task) {
    case 'regression':
      return `It answers with a number: the expected ${target}.`;
    case 'binary':
      return `It answers with the probability that ${target} is ${markdownText(model.positiveClass ?? 'true')}, and says yes from ${shown(row.threshold ?? 0.5)} on.`;
    case 'multiclass':
      return `It answers with a probability for each of ${row.classes?.length ?? 0} values of ${target}: ${markdownText(listed(row.classes ?? [], 2000))}.`;
  }
}

function worth({ run, version: { row, cardDetails } }: DeliveredModel): string {
  const parts = [
    `Measured on ${row.card.held_out_rows} rows that it has not learned from. The interval is where the metric lies for 95 % of tables like this one (bootstrap); the baseline always answers the mean of the training rows.`,
    metricTable(row),
    classTable(cardDetails),
    `${run.promoted ? 'Promoted to champion' : 'Not promoted'}: ${markdownText(run.promotion_reason ?? 'nobody has asked')}.`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function data({ model, dataset, run, version: { row } }: DeliveredModel): string {
  return markdownTable(
    ['', ''],
    [
      ['dataset', markdownText(`${dataset.name} (relation ${dataset.relation})`)],
      ['target', markdownCode(model.target)],
      ['rows learned from', String(row.card.training_rows)],
      ['rows held out', String(row.card.held_out_rows)],
      ['held out by', markdownText(splitSentence(run.options.split))],
      ['fingerprint of the training rows', `\`${row.card.training_fingerprint}\``],
    ],
  );
}

function limitsOf({ version: { row } }: DeliveredModel): string {
  return bullets([
    'It knows what the training rows showed. Beyond the ranges and categories listed under Columns its answers are guesses.',
    ...(row.card.converged
      ? []
      : [`Training had not converged after ${row.card.iterations} iterations; more may give another model.`]),
    ...(row.task === 'regression' && !row.interval
      ? ['It has no prediction interval: nobody knows how far a single answer may be off.']
      : []),
    'Importances say what the model looks at, not what causes what.',
  ]);
}

function origin({ run, version: { row } }: DeliveredModel): string {
  const rows: [string, string][] = [
    ['algorithm', markdownText(row.algorithm)],
    ...(run.algorithm === row.algorithm
      ? []
      : [['asked for', markdownText(run.algorithm)] satisfies [string, string]]),
    ...Object.entries(row.hyperparameters).map(([name, value]): [string, string] => [
      markdownText(name),
      markdownText(typeof value === 'string' ? value : JSON.stringify(value)),
    ]),
    ['seed', String(row.seed)],
    ['training run', `\`${run.id}\``],
    ['trained at', run.finished_at?.toISOString() ?? ''],
    ['code', run.git_commit ? `\`${run.git_commit}\`` : 'unknown'],
    ['SHA-256 of model.onnx', `\`${row.artefact_sha256}\``],
  ];
  if (run.origin)
    rows.push(['imported from', markdownText(run.origin.uri)], ['SHA-256 there', `\`${run.origin.sha256}\``]);
  return markdownTable(['', ''], rows);
}
