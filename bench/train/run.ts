// Gradient boosting beside LightGBM, XGBoost and scikit-learn: same rows, same folds, same settings, one run.
// Usage: npm run bench:train -- --help
import { writeFileSync } from 'node:fs';
import { printVerdicts, verdicts } from './aims.js';
import { runBench } from './cannot-run.js';
import { measure, ours, type Peer, type Plan, python } from './measure.js';
import { type Options, readOptions, usage } from './options.js';
import { preparePython } from './processes/python.js';
import { machine, printTable, type TableResult } from './report.js';
import type { BenchTable, TableSource } from './tables/bench-table.js';
import { foldCount } from './tables/folds.js';
import { california } from './tables/california.js';
import { generated } from './tables/generated.js';
import { hr } from './tables/hr.js';
import { taiwan } from './tables/taiwan.js';
import { warmUp } from './warm-up.js';

const algorithm = 'gbdt';
/** In LightGBM's names, which are ours; peers.py translates them for the others. */
const settings = {
  n_estimators: 100,
  num_leaves: 31,
  learning_rate: 0.1,
  min_child_samples: 20,
  max_bin: 255,
  seed: 42,
};
const smallTable = 30_000;
const largeTable = 500_000;

if (process.argv.includes('--help')) console.log(usage);
else await runBench(() => bench(readOptions(process.argv.slice(2))));

async function bench(options: Options): Promise<void> {
  const peers = await peersOf(options);
  console.log(machine());
  console.log(
    `${settings.n_estimators} trees of ${settings.num_leaves} leaves, learning rate ${settings.learning_rate}, ` +
      `at least ${settings.min_child_samples} rows per leaf, ${settings.max_bin} bins`,
  );
  const versions = await warmUp(generated(2000, 'binary'), { peers, settings });
  const results: TableResult[] = [];
  for (const source of sourcesOf(options)) {
    if (source.missing !== undefined) {
      console.log(`\n${source.name}: skipped, ${source.missing}`);
      continue;
    }
    const table = source.load();
    const plan = { peers, settings, rounds: roundsOf(table, options) };
    const runs = await measure(table, plan);
    const result = {
      name: table.name,
      task: table.task,
      rowCount: table.target.length,
      columnCount: table.columns.length,
      runs,
    };
    results.push(result);
    printTable(result, algorithm);
  }
  const all = verdicts(results, algorithm);
  printVerdicts(all);
  if (options.json !== undefined) {
    const report = { machine: machine(), versions, settings, results, verdicts: all };
    writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  }
}

async function peersOf({ peers }: Options): Promise<Peer[]> {
  if (peers.length === 0) return [ours(algorithm)];
  const interpreter = await preparePython();
  return [ours(algorithm), ...peers.map((name) => python(name, interpreter))];
}

function sourcesOf({ tables, rows }: Options): TableSource[] {
  return [hr, taiwan, california]
    .filter(({ name }) => tables.includes(name))
    .concat(
      tables.includes('generated')
        ? rows.flatMap((count) => [generated(count, 'binary'), generated(count, 'regression')])
        : [],
    );
}

/**
 * Quality is judged with two threads, over as many folds as there are rounds. One thread is measured less often, and
 * on one of two large tables: a round there takes more than a minute.
 */
function roundsOf({ task, target }: BenchTable, { quick }: Options): Plan['rounds'] {
  if (quick) return [{ threads: 2, rounds: 2 }];
  const isLarge = target.length >= largeTable;
  return [
    { threads: 2, rounds: foldCount },
    { threads: 1, rounds: target.length <= smallTable ? 3 : isLarge && task === 'regression' ? 0 : 1 },
  ];
}
