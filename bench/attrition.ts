// How well the model `attrition` says who leaves: repeated 5-fold cross-validation of all that a training run does
// (pipeline, learnt constants, calibration, threshold), next to scikit-learn's logistic regression on the same folds.
// Usage: npm run bench:attrition [-- --algorithms linear,auto --repeats 5 --peer none]
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { isAlgorithmName } from '#libs/ml';
import { heldOutAnswers } from './attrition/ours.js';
import { findPeer, peerAnswers } from './attrition/peer.js';
import { attritionTable } from './attrition/table.js';
import { repeatedFolds } from './attrition/folds.js';
import { type Answers, summarise } from './attrition/summary.js';
import { CannotRun, runBench } from './train/cannot-run.js';

/** Of the issue. Above `suspicious` something must have leaked: the data do not hold that much. */
const aims = { auc: 0.815, f1: 0.54, ece: 0.05, suspicious: 0.86 };

await runBench(async () => {
  const { values } = parseArgs({
    options: {
      algorithms: { type: 'string', default: 'linear,auto' },
      repeats: { type: 'string', default: '5' },
      peer: { type: 'string', default: 'scikit-learn' },
    },
  });
  const repeats = Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < 1)
    throw new CannotRun('--repeats takes a whole number from 1 on');
  const algorithms = values.algorithms.split(',');
  const unknown = algorithms.filter((name) => !isAlgorithmName(name));
  if (unknown.length > 0) throw new CannotRun(`--algorithms: ${unknown.join(', ')} is not known`);

  const { training, description } = attritionTable();
  const folds = repeatedFolds(training.target, repeats);
  console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`);
  console.log(`${description}; ${repeats} × 5 folds, everything inside the folds\n`);
  console.log(
    `${'model'.padEnd(34)} AUC                    F1 of class 1          ECE                    CPU per fit`,
  );
  const show = (name: string, answers: Answers, cpuSeconds: number): void => {
    const { auc, f1, ece } = summarise(training.target, answers);
    const cell = ({ mean, lower, upper }: typeof auc): string =>
      `${mean.toFixed(3)} [${lower.toFixed(3)}, ${upper.toFixed(3)}]`.padEnd(22);
    console.log(`${name.padEnd(34)} ${cell(auc)} ${cell(f1)} ${cell(ece)} ${cpuSeconds.toFixed(2)} s`);
    const met = auc.mean >= aims.auc && f1.mean >= aims.f1 && ece.mean < aims.ece;
    const verdict =
      auc.mean > aims.suspicious ? 'suspicious: look for a leak' : met ? 'aims met' : 'aims NOT met';
    console.log(
      `  ${verdict} (AUC ≥ ${aims.auc}, F1 ≥ ${aims.f1}, ECE < ${aims.ece}; a leak above ${aims.suspicious})`,
    );
  };
  for (const algorithm of algorithms) {
    const started = process.cpuUsage();
    const answers = heldOutAnswers(algorithm, training, folds);
    const { user, system } = process.cpuUsage(started);
    show(`ours, ${algorithm}`, answers, (user + system) / 1e6 / (repeats * 5));
  }
  const python = values.peer === 'none' ? undefined : findPeer();
  if (!python) {
    console.log(
      'scikit-learn: not measured (npm run bench:train installs it, or BENCH_PYTHON names a Python)',
    );
    return;
  }
  const { answers, version, cpuSeconds } = await peerAnswers(python, training, folds);
  show(`scikit-learn ${version}, logistic`, answers, cpuSeconds);
});
