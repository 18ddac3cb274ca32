import { describe, expect, it } from '@jest/globals';
import { Graph } from '../onnx/graph.js';
import { encodeModel } from '../onnx/model.js';
import type { FamilyData, GraphColumn, ScoreModel } from '../pipeline/score-model.js';
import { classNames, mixedFeatures, mixedTable, mixedTraining } from '../testing/estimators.js';
import { resolveHyperparameters } from '../hyperparameters.js';
import type { Task } from '../estimator.js';
import { linearHyperparameters } from './hyperparameters.js';
import { fitLinear } from './linear.js';
import { readLinear } from './linear-model.js';

function scoreModelOf(task: Task): ScoreModel {
  const { features, table, target } = mixedTraining(task);
  const data: FamilyData = {
    columns: features,
    table,
    target,
    classCount: { regression: 0, binary: 2, multiclass: 3 }[task],
    classes: task === 'multiclass' ? classNames : [],
    sampleWeight: undefined,
  };
  const hyperparameters = resolveHyperparameters(linearHyperparameters, task, {});
  return fitLinear(task, hyperparameters, data, { seed: 1 }).scoreModel;
}

function fileOf(model: ScoreModel): Uint8Array {
  const columns = mixedFeatures.map((column): GraphColumn => {
    const number = column.kind === 'boolean' && !column.nullable ? 'bool' : 'double';
    return { ...column, value: column.name, type: column.kind === 'categorical' ? 'string' : number };
  });
  const inputs = columns.map(({ name, type }) => ({ name, type }));
  const graph = new Graph(inputs, []);
  for (const [output, value] of model.addScores(graph, columns).entries()) {
    graph.output({ name: `output ${output}`, type: 'double' }, { operator: 'Identity', inputs: [value] });
  }
  return encodeModel('linear', graph, {});
}

describe.each(['regression', 'binary', 'multiclass'] as const)(
  'a linear model read from its state (%s)',
  (task) => {
    const model = scoreModelOf(task);
    const read = readLinear(model.state());
    const unseen = mixedTable(200, 77);

    it('scores and explains with the same doubles', () => {
      expect(read.outputCount).toBe(task === 'multiclass' ? 3 : 1);
      expect(read.score(unseen)).toEqual(model.score(unseen));
      expect(read.explain(unseen)).toEqual(model.explain(unseen));
    });

    it('makes the same graph and the same state', () => {
      expect(fileOf(read)).toEqual(fileOf(model));
      expect(read.state()).toBe(model.state());
    });
  },
);
