// Our neural network beside scikit-learn's MLPRegressor: same rows, same folds, same settings, one run.
// Usage: npm run bench:mlp
import { printVerdicts, type Verdict } from './aims.js';
import { runBench } from './cannot-run.js';
import { measure, ours, python } from './measure.js';
import { preparePython } from './processes/python.js';
import { machine, printTable, signed, type TableResult } from './report.js';
import { qualityDifference, summarise } from './statistics.js';
import { california } from './tables/california.js';
import { foldCount } from './tables/folds.js';
import { generatedNumbers } from './tables/generated-numbers.js';
import { warmUp } from './warm-up.js';

const algorithm = 'mlp';
const peer = 'scikit-learn-mlp';
/** The predecessor's network. In scikit-learn's names, which are ours. */
const settings = {
  hidden_layer_sizes: '64,32',
  max_iter: 60,
  // All epochs, whatever the loss does.
  n_iter_no_change: 60,
  batch_size: 32,
  learning_rate_init: 0.001,
  alpha: 0.0001,
  seed: 42,
};
const mostSeconds = 5;
const qualityTolerance = 0.01;
const rounds = [{ threads: 2, rounds: foldCount }];

await runBench(async () => {
  const peers = [ours(algorithm), python(peer, await preparePython())];
  console.log(machine());
  console.log(
    `layers ${settings.hidden_layer_sizes}, ${settings.max_iter} epochs of batches of ${settings.batch_size}, Adam with ` +
      `learning rate ${settings.learning_rate_init}, L2 ${settings.alpha}`,
  );
  await warmUp(generatedNumbers(1000), { peers, settings });
  const all: Verdict[] = [];
  // Four of five folds, 10,000 rows, are learnt from.
  const small = generatedNumbers(12_500);
  for (const source of [small, california]) {
    if (source.missing !== undefined) {
      console.log(`\n${source.name}: skipped, ${source.missing}`);
      continue;
    }
    const table = source.load();
    const runs = await measure(table, { peers, settings, rounds });
    const result: TableResult = {
      name: table.name,
      task: table.task,
      rowCount: table.target.length,
      columnCount: table.columns.length,
      runs,
    };
    printTable(result, algorithm);
    all.push(source === small ? speed(result) : quality(result));
  }
  printVerdicts(all);
});

function speed({ name, runs }: TableResult): Verdict {
  const { fitSeconds } = summarise(runs.filter((run) => run.peer === algorithm));
  return {
    aim: `${name}: fit in less than ${mostSeconds} s`,
    measured: `${fitSeconds.toFixed(2)} s`,
    met: fitSeconds < mostSeconds,
  };
}

function quality({ name, runs }: TableResult): Verdict {
  const [our, theirs] = [algorithm, peer].map((which) => runs.filter((run) => run.peer === which));
  const { mean, standardError } = qualityDifference(our!, theirs!);
  return {
    aim: `${name}: R² no more than ${qualityTolerance} below scikit-learn's`,
    measured: signed(mean, standardError),
    met: mean >= -qualityTolerance,
  };
}
