import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { featureColumn } from '#libs/datasets';
import {
  attritionDerived,
  employeeFeatureColumns,
  EmployeesHttpModule,
  employeesDataset,
  employeeSources,
  sampleExtracts,
} from '#libs/employees';
import {
  derivedToSql,
  evaluateDerived,
  type FeatureColumn,
  type LearntConstants,
  learnDerived,
  parseAllDerived,
  type Table,
} from '#libs/ml';
import { learntConstantSql } from '#libs/models';
import { derivedColumns } from '../../migrations/employees/mart.js';
import { derivedFile } from '../../libs/ml/testing/derived-file.js';
import { feedsOf, openSession } from '../../libs/ml/testing/run-onnx.js';
import { formOf, hasRealExtracts, realExtracts } from '../support/employee-extracts.js';
import { asSuperuser } from '../support/held-table.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

type Row = Readonly<Record<string, number | string | boolean | null>>;

const columns: readonly FeatureColumn[] = employeesDataset.columns
  .filter(({ name }) => employeeFeatureColumns.includes(name))
  .map(featureColumn);
const expressions = parseAllDerived(attritionDerived, columns);

/** As the predecessors wrote them; rows of an import have no gap. */
const predecessors: Readonly<
  Record<string, (row: Record<string, number>, meanPay: number | undefined) => number>
> = {
  ratio_manager_anciennete: (row) =>
    (row['annees_sous_responsable_actuel']! + 1) / (row['annees_dans_l_entreprise']! + 1),
  mobilite_relative: (row) =>
    (row['annees_dans_l_entreprise']! - row['annees_dans_le_poste_actuel']!) /
    (row['annees_dans_l_entreprise']! + 1),
  evolution_performance: (row) => row['note_evaluation_actuelle']! - row['note_evaluation_precedente']!,
  pression_stagnation: (row) =>
    row['annees_depuis_la_derniere_promotion']! / (row['annees_dans_l_entreprise']! + 1),
  ratio_revenu_poste: (row, meanPay) => (meanPay === undefined ? 1 : row['revenu_mensuel']! / (meanPay + 1)),
  ratio_augmentation_promotion: (row) =>
    row['augmentation_salaire_precedente']! / (row['annees_depuis_la_derniere_promotion']! + 1),
  revenu_satisfaction: (row) => {
    const satisfactions = ['environnement', 'nature_travail', 'equipe', 'equilibre_pro_perso'];
    const mean = satisfactions.reduce((sum, name) => sum + row[`satisfaction_employee_${name}`]!, 0) / 4;
    return row['revenu_mensuel']! <= 2911 && mean <= 2.5 ? 1 : 0;
  },
};

/** Over all employees. */
const meanPayOfPredecessor = {
  'Représentant Commercial': 2626,
  Consultant: 3237.17,
  'Assistant de Direction': 3239.97,
  'Ressources Humaines': 4235.75,
  'Cadre Commercial': 6924.28,
  'Tech Lead': 7295.14,
  Manager: 7528.76,
  'Directeur Technique': 16033.55,
  'Senior Manager': 17181.67,
};

const target = 'a_quitte_l_entreprise';

const kinds = [
  { extracts: 'generated', there: true, count: 1200, read: () => sampleExtracts() },
  { extracts: 'real', there: hasRealExtracts, count: 1470, read: realExtracts },
] as const;

describe('the mart', () => {
  it('holds the derived features as they are compiled from their one declaration', () => {
    const compiled = expressions.map((expression) => [
      expression.name,
      derivedToSql(expression, learntConstantSql('attrition')),
    ]);
    expect(Object.entries(derivedColumns)).toEqual(compiled);
    expect(Object.keys(predecessors).sort()).toEqual(Object.keys(derivedColumns).sort());
  });

  describe.each(kinds)('of the $extracts extracts', ({ extracts, there, count, read }) => {
    const withExtracts = there ? it : it.skip;
    let rows: RowsApp;
    let mart: Row[];
    let table: Table;
    let everyMean: Record<string, number>;
    let learnt: LearntConstants;

    beforeAll(async () => {
      if (!there) return;
      rows = await startRowsApp(EmployeesHttpModule);
      await rows.app.listen(0, '127.0.0.1');
      const response = await fetch(`${await rows.app.getUrl()}/employees/import`, {
        method: 'POST',
        body: formOf(read()),
      });
      expect(response.status).toBe(200);
      table = tableOf(await selectMart());
      // A champion that never saw the sales representatives.
      everyMean = learnDerived(expressions, table)['mean(revenu_mensuel, poste)'] as Record<string, number>;
      const { 'Représentant Commercial': _, ...means } = everyMean;
      learnt = { 'mean(revenu_mensuel, poste)': means };
      await storeChampion(rows, learnt);
      mart = await selectMart();
    });

    afterAll(() => rows?.close());

    const selectMart = (): Promise<Row[]> =>
      rows.dataSource.query<Row[]>('SELECT * FROM mart.employee_features ORDER BY id_employee');

    withExtracts(
      'holds the very numbers that training, the ONNX graph and the predecessors compute',
      async () => {
        expect(mart).toHaveLength(count);
        const means = learnt['mean(revenu_mensuel, poste)'] as Record<string, number>;
        for (const expression of expressions) {
          const { name } = expression;
          const inMart = mart.map((row) => row[name]);
          expect(inMart).toEqual([...evaluateDerived(expression, table, learnt)]);
          const session = await openSession(derivedFile(expression, columns, learnt));
          const { answer } = await session.run(feedsOf(columns, table), ['answer']);
          expect(inMart).toEqual([...(answer!.data as Float64Array)]);
          const byHand = mart.map((row) =>
            predecessors[name]!(row as Record<string, number>, means[row['poste'] as string]),
          );
          expect(inMart).toEqual(byHand);
        }
        expect(new Set(mart.map((row) => row['revenu_satisfaction']))).toEqual(new Set([0, 1]));
        expect(mart.filter((row) => row['ratio_revenu_poste'] === 1).length).toBeGreaterThan(10);
      },
    );

    if (extracts === 'generated') return;
    withExtracts(
      'finds the mean pay that the predecessor wrote into its code, and the poor and dissatisfied whom it lost',
      () => {
        expect(Object.keys(everyMean).sort()).toEqual(Object.keys(meanPayOfPredecessor).sort());
        // It cut some of them off after the cents, and rounded others.
        for (const [position, pay] of Object.entries(meanPayOfPredecessor))
          expect(Math.abs(everyMean[position]! - pay)).toBeLessThan(0.01);
        const leaveRate = (flag: number): [employees: number, percent: string] => {
          const left = mart.filter((row) => row['revenu_satisfaction'] === flag).map((row) => row[target]);
          return [left.length, ((100 * left.filter(Boolean).length) / left.length).toFixed(1)];
        };
        expect([leaveRate(1), leaveRate(0)]).toEqual([
          [143, '36.4'],
          [1327, '13.9'],
        ]);
      },
    );
  });

  it('agrees with the extracts and the dataset on columns, bounds and values', async () => {
    const rows = await startRowsApp(EmployeesHttpModule);
    try {
      const requirements = await rows.dataSource.query<{ source: string; field: string; reason: string }[]>(
        'SELECT source, field, reason FROM staging.requirements',
      );
      const reasonOf = new Map(
        requirements.map(({ source, field, reason }) => [`${source} ${field}`, reason]),
      );
      for (const { name: source, key, delivered } of employeeSources) {
        expect(reasonOf.has(`${source} ${key}`)).toBe(true);
        for (const [field, column] of Object.entries(delivered)) {
          const declared = employeesDataset.columns.find(({ name }) => name === field)!;
          const reason = reasonOf.get(`${source} ${column}`)!;
          if (declared.kind === 'numeric')
            expect(reason).toContain(`from ${declared.minimum} to ${declared.maximum}`);
          if (declared.kind === 'numeric') expect(reason.includes('whole')).toBe(declared.integer === true);
          if (declared.kind === 'categorical') {
            const listed = /one of (.*?)(, or empty)?$/.exec(reason)![1]!.split(', ');
            expect(listed.sort()).toEqual([...declared.allowedValues!].sort());
          }
          expect(reason.endsWith(', or empty')).toBe(declared.nullable);
        }
      }
      const fields = employeeSources.flatMap(({ delivered }) => Object.keys(delivered));
      expect(fields.sort()).toEqual(employeesDataset.columns.map(({ name }) => name).sort());
    } finally {
      await rows.close();
    }
  });
});

async function storeChampion({ database }: RowsApp, learnt: LearntConstants): Promise<void> {
  await asSuperuser(database, `INSERT INTO artefacts (sha256, content) VALUES ('none', '')`);
  await asSuperuser(
    database,
    `INSERT INTO model_versions (model, version, artefact_sha256, training_run_id, task, algorithm, hyperparameters, seed,
       test_size, features, metrics, baseline_metrics, card, card_details, split, learnt)
     VALUES ('attrition', 1, 'none', gen_random_uuid(), 'binary', 'linear', '{}', 1, 0.2, '[]', '{}', '{}', '{}', '{}', '{}', $1)`,
    [JSON.stringify(learnt)],
  );
  await asSuperuser(database, `INSERT INTO model_aliases VALUES ('attrition', 'champion', 1)`);
}

function tableOf(rows: readonly Row[]): Table {
  return {
    rowCount: rows.length,
    columns: Object.fromEntries(
      columns.map(({ name, kind }) => [
        name,
        kind === 'categorical'
          ? rows.map((row) => row[name] as string)
          : Float64Array.from(rows, (row) => (row[name] === null ? NaN : Number(row[name]))),
      ]),
    ),
  };
}
