import { featureColumn } from '#libs/datasets';
import type { TrainingData } from '#libs/ml';
import {
  attritionDerived,
  employeeFeatureColumns,
  employeesDataset,
  employeeSources,
  sampleExtracts,
} from '#libs/employees';
import { parse } from 'csv-parse/sync';
import { missingFiles, readRows, type Row } from '../train/tables/csv.js';

const target = 'a_quitte_l_entreprise';

/** The employees whose answer is known, of the real extracts where they are, else of the generated ones. */
export function attritionTable(): { readonly training: TrainingData; readonly description: string } {
  const missing = missingFiles(...employeeSources.map(({ name }) => `extrait_${name}.csv`));
  const generated = missing === undefined ? undefined : sampleExtracts();
  const rows = joined((name) =>
    generated ? parse<Row>(generated[name], { columns: true }) : readRows(`extrait_${name}.csv`),
  ).filter((row) => row[target] !== '');
  const features = employeesDataset.columns.filter(({ name }) => employeeFeatureColumns.includes(name));
  const columns = features.map(({ name, kind }) => [
    name,
    kind === 'categorical'
      ? rows.map((row) => row[name]!)
      : Float64Array.from(rows, (row) => numberOf(row[name]!)),
  ]);
  return {
    description: `${rows.length} employees of ${missing === undefined ? 'the real extracts' : `generated extracts (${missing})`}, ${features.length} columns and ${attritionDerived.length} derived features`,
    training: {
      features: features.map(featureColumn),
      derived: attritionDerived,
      table: {
        rowCount: rows.length,
        columns: Object.fromEntries(columns) as TrainingData['table']['columns'],
      },
      target: Float64Array.from(rows, (row) => numberOf(row[target]!)),
    },
  };
}

/** By field, joined by the employee's number, as the import does. */
function joined(read: (source: (typeof employeeSources)[number]['name']) => Row[]): Row[] {
  const employees = new Map<number, Record<string, string>>();
  for (const { name, key, delivered } of employeeSources) {
    for (const row of read(name)) {
      const number = Number(row[key]!.replace('E_', ''));
      const employee = employees.get(number) ?? {};
      for (const [field, column] of Object.entries(delivered)) employee[field] = row[column]!;
      employees.set(number, employee);
    }
  }
  return [...employees.values()];
}

function numberOf(text: string): number {
  if (text === 'Oui' || text === 'Non') return text === 'Oui' ? 1 : 0;
  return text === '' ? NaN : Number(text.replace(' %', ''));
}
