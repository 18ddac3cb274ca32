// How well ours tells who will not pay, next to scikit-learn's HistGradientBoostingClassifier as it comes: 5-fold
// cross-validation on the same folds of UCI Taiwan and of the Home Credit sample; generated rows where they are absent.
// Usage: npm run bench:credit [-- --tables taiwan,home-credit --algorithms gbdt,auto --json <file>]
import { writeFileSync } from 'node:fs';
import { isAlgorithmName } from '#libs/ml';
import { printVerdicts, type Verdict } from '../train/aims.js';
import { CannotRun, runBench } from '../train/cannot-run.js';
import { measure, ours, python, type Run } from '../train/measure.js';
import { preparePython } from '../train/processes/python.js';
import { machine } from '../train/report.js';
import type { TableSource } from '../train/tables/bench-table.js';
import { foldCount } from '../train/tables/folds.js';
import { generated } from '../train/tables/generated.js';
import { homeCredit } from '../train/tables/home-credit.js';
import { taiwan } from '../train/tables/taiwan.js';
import { type CreditOptions, readCreditOptions } from './options.js';
import { comparisons, printComparison } from './report.js';

const peer = 'scikit-learn-defaults';
const seed = 42;
const rounds = [{ threads: 2, rounds: foldCount }];
/** As many rows as the file that is absent. */
const tables: readonly { readonly source: TableSource; readonly rowCount: number }[] = [
  { source: taiwan, rowCount: 30_000 },
  { source: homeCredit, rowCount: 5_000 },
];

await runBench(() => bench(readCreditOptions(process.argv.slice(2))));

async function bench({ algorithms, json, ...options }: CreditOptions): Promise<void> {
  const unknown = algorithms.filter((name) => !isAlgorithmName(name));
  if (unknown.length > 0) throw new CannotRun(`--algorithms: ${unknown.join(', ')} is not known`);
  const theirs = python(peer, await preparePython());
  console.log(machine());
  console.log(
    `Ours with our defaults, ${peer} with scikit-learn's; categories as categories for both. Every fit in a fresh ` +
      `process, ${foldCount} folds dealt by class.`,
  );
  const results: Run[] = [];
  const verdicts: Verdict[] = [];
  for (const { source, rowCount } of tables.filter(({ source }) => options.tables.includes(source.name))) {
    const table = sourceOf(source, rowCount).load();
    console.log(
      `\n${table.name}: ${table.target.length.toLocaleString('en')} × ${table.columns.length}, ` +
        `${((100 * table.target.reduce((sum, value) => sum + value, 0)) / table.target.length).toFixed(1)} % are 1`,
    );
    const plan = { peers: [theirs, ...algorithms.map(ours)], settings: { seed }, rounds };
    const runs = await measure(table, plan);
    results.push(...runs);
    const compared = comparisons(runs, algorithms, peer);
    printComparison(compared, runs, peer);
    verdicts.push(...compared.flatMap((comparison) => comparison.verdicts(table.name)));
  }
  printVerdicts(verdicts);
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ machine: machine(), results, verdicts }, null, 2)}\n`);
}

function sourceOf(source: TableSource, rowCount: number): TableSource {
  if (source.missing === undefined) return source;
  console.log(`\n${source.name}: ${source.missing}; GENERATED rows instead, which say nothing about credit`);
  return generated(rowCount, 'binary');
}
