import type { DatasetDefinition } from '#libs/datasets';
import type { ModelDefinition } from '#libs/models';
import { asSuperuser } from './held-table.js';
import type { TestDatabase } from './test-database.js';

const rowCount = 600;

/** Ends a comment of a program that is generated from it, and would go on as a statement. */
const evil = '*/ process.exit(3); /* `${process.exit(3)}` \' " \\';

export const awkwardNames = {
  amount: 'PAY.0 (mois)',
  level: 'it\'s "quoted"',
  flag: 'constructor',
  day: 'né le',
  gap: 'back\\slash/tilde~',
  comment: evil,
  city: 'ville, (ouverte)',
} as const;
const { amount, level, flag, day, gap, comment, city } = awkwardNames;
const targets = {
  binary: 'défaut.paiement "mois"',
  multiclass: 'classe finale',
  regression: "montant d'achat",
} as const;

export const awkwardLevels = ['a"b', '*/ c', '</d>', '`e`', '${f}'] as const;
export const awkwardClasses = ['n° "1" */', "it's", '${x}'] as const;
const positiveClass = 'oui, "tard"';

const column = (
  name: string,
  kind: DatasetDefinition['columns'][number]['kind'],
  more: object = {},
): DatasetDefinition['columns'][number] => ({
  name,
  kind,
  description: `What ${name} says. ${evil}`,
  nullable: false,
  optional: false,
  sensitive: false,
  ...more,
});

const dataset: DatasetDefinition = {
  name: 'awkward',
  origin: 'attached',
  description: evil,
  relation: '"awkward table"',
  identifier: 'the id',
  columns: [
    column(amount, 'numeric', { unit: 'EUR/mois', integer: true, minimum: -10, maximum: 5000 }),
    column(level, 'categorical', { allowedValues: [...awkwardLevels] }),
    column(flag, 'boolean'),
    column(day, 'date', { nullable: true }),
    column(gap, 'numeric', { nullable: true }),
    column(comment, 'numeric'),
    column(city, 'categorical', { open: true }),
    column(targets.binary, 'categorical', { nullable: true }),
    column(targets.multiclass, 'categorical', { nullable: true }),
    column(targets.regression, 'numeric', { nullable: true, unit: 'EUR' }),
  ],
};

/** One of each task. */
export const awkwardModels: readonly ModelDefinition[] = (
  ['binary', 'multiclass', 'regression'] as const
).map((task) => ({
  name: `awkward-${task}`,
  origin: 'user',
  description: `Says ${task}. ${evil}`,
  dataset: dataset.name,
  task,
  target: targets[task],
  features: Object.values(awkwardNames),
  ...(task === 'binary' ? { positiveClass } : {}),
}));

/** A row that every one of them takes. */
export const awkwardRow = {
  [amount]: 321,
  [level]: awkwardLevels[1],
  [flag]: true,
  [day]: '1987-02-28',
  [gap]: null,
  [comment]: 0.25,
  [city]: 'a town that nobody knows',
};

/** A table whose names, texts and descriptions try to break out of whatever they are written into. */
export async function makeAwkwardDataset(database: TestDatabase): Promise<void> {
  const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const oneOf = (values: readonly string[], position: string): string =>
    `(ARRAY[${values.map(text).join(', ')}])[1 + ${position}]`;
  // Backslashes stay what they are: standard_conforming_strings is on.
  await asSuperuser(
    database,
    `CREATE TABLE "awkward table" AS
     SELECT i AS "the id",
            (i * 37 % 1000)::float8 AS ${name(amount)},
            ${oneOf(awkwardLevels, '(i * 7 % 5)')} AS ${name(level)},
            i % 3 = 0 AS ${name(flag)},
            CASE WHEN i % 11 > 0 THEN date '1960-01-01' + i * 13 END AS ${name(day)},
            CASE WHEN i % 4 > 0 THEN i * 0.37 END::float8 AS ${name(gap)},
            (i * 0.01 % 1)::float8 AS ${name(comment)},
            'town ' || i % 40 AS ${name(city)},
            CASE WHEN (i * 37 % 1000) + (i * 7 % 5) * 100 > 800 THEN ${text(positiveClass)} ELSE 'non' END AS ${name(targets.binary)},
            ${oneOf(awkwardClasses, '((i * 37 % 1000) * 3 / 1000)')} AS ${name(targets.multiclass)},
            ((i * 37 % 1000) * 3 + (i * 7 % 5) * 50)::float8 AS ${name(targets.regression)}
     FROM generate_series(1, ${rowCount}) AS i`,
  );
  await asSuperuser(database, 'GRANT SELECT ON "awkward table" TO veridict_app');
  await asSuperuser(
    database,
    `INSERT INTO datasets (name, definition, created_at, actor_kind, actor_id) VALUES ($1, $2, now(), 'system', 'test')`,
    [dataset.name, JSON.stringify(dataset)],
  );
  for (const model of awkwardModels) {
    await asSuperuser(
      database,
      `INSERT INTO models (name, description, dataset, task, target, features, definition) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        model.name,
        model.description,
        model.dataset,
        model.task,
        model.target,
        JSON.stringify(model.features),
        JSON.stringify(model),
      ],
    );
  }
}
