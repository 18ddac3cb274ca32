import { type ColumnValues, type FeatureColumn, type Task, type TrainingData } from '#libs/ml';
import { missingFiles, readRows } from '../../bench/train/tables/csv.js';

/** A data file and what of it is learned; its other columns are features. */
export interface DataFile {
  readonly file: string;
  readonly target: string;
  readonly task: Task;
  /** Keys, names and dates. */
  readonly notFeatures: readonly string[];
}

/** Every data file that stands beside the repository. */
export const dataFiles: readonly DataFile[] = [
  { file: 'california_housing.csv', target: 'median_house_value', task: 'regression', notFeatures: [] },
  { file: 'california_housing.csv', target: 'ocean_proximity', task: 'multiclass', notFeatures: [] },
  {
    file: 'credit_uci_default_taiwan.csv',
    target: 'default.payment.next.month',
    task: 'binary',
    notFeatures: ['ID'],
  },
  {
    file: 'extrait_eval.csv',
    target: 'note_evaluation_actuelle',
    task: 'multiclass',
    notFeatures: ['eval_number'],
  },
  { file: 'extrait_sirh.csv', target: 'revenu_mensuel', task: 'regression', notFeatures: ['id_employee'] },
  {
    file: 'extrait_sondage.csv',
    target: 'a_quitte_l_entreprise',
    task: 'multiclass',
    notFeatures: ['code_sondage'],
  },
  {
    file: 'homecredit_application_train_sample.csv',
    target: 'TARGET',
    task: 'binary',
    notFeatures: ['SK_ID_CURR'],
  },
  {
    file: 'hr_futurisys_batch_predictions.csv',
    target: 'churn_probability',
    task: 'regression',
    notFeatures: ['id', 'timestamp', 'prediction'],
  },
  { file: 'simplon_fichier_clean.csv', target: 'montant_pret', task: 'regression', notFeatures: [''] },
  {
    file: 'simplon_loan_raw_v1.csv',
    target: 'montant_pret',
    task: 'regression',
    notFeatures: ['nom', 'prenom', 'date_creation_compte'],
  },
];

export function isMissing({ file }: DataFile): boolean {
  return missingFiles(file) !== undefined;
}

/** The whole file: columns of numbers are numeric, others categorical; "" is missing. */
export function readTraining({ file, target, task, notFeatures }: DataFile): TrainingData {
  const rows = readRows(file);
  const names = Object.keys(rows[0]!).filter((name) => name !== target && !notFeatures.includes(name));
  const columns = names.map((name) => columnOf(rows.map((row) => row[name]!)));
  const features = names.map((name, index): FeatureColumn => {
    const kind = columns[index] instanceof Float64Array ? 'numeric' : 'categorical';
    return { name, kind, nullable: true };
  });
  const table = {
    rowCount: rows.length,
    columns: Object.fromEntries(names.map((name, index) => [name, columns[index]!])),
  };
  const answers = rows.map((row) => row[target]!);
  if (task !== 'multiclass') return { features, table, target: Float64Array.from(answers, Number) };
  const classes = [...new Set(answers)].sort();
  const place = new Map(classes.map((name, index) => [name, index]));
  return { features, table, classes, target: Float64Array.from(answers, (name) => place.get(name)!) };
}

function columnOf(texts: readonly string[]): ColumnValues {
  const numbers = Float64Array.from(texts, (text) => (text === '' ? NaN : Number(text)));
  const areNumbers = texts.every((text, row) => text === '' || !Number.isNaN(numbers[row]!));
  return areNumbers ? numbers : texts;
}
