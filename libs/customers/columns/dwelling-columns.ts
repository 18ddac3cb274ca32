import type { DatasetColumn } from '#libs/datasets';
import { category, number, openCategory, optional } from './column-kinds.js';

/** Of the building that the customer lives in, in the order of the file. */
const measures = [
  ['APARTMENTS', 'Flats in the building'],
  ['BASEMENTAREA', 'Area of the basement'],
  ['YEARS_BEGINEXPLUATATION', 'Years since the building came into use'],
  ['YEARS_BUILD', 'Age of the building'],
  ['COMMONAREA', 'Area in common use'],
  ['ELEVATORS', 'Lifts'],
  ['ENTRANCES', 'Entrances'],
  ['FLOORSMAX', 'Most storeys'],
  ['FLOORSMIN', 'Fewest storeys'],
  ['LANDAREA', 'Area of the land'],
  ['LIVINGAPARTMENTS', 'Flats to live in'],
  ['LIVINGAREA', 'Area to live in'],
  ['NONLIVINGAPARTMENTS', 'Flats in other use'],
  ['NONLIVINGAREA', 'Area in other use'],
] as const;
const statistics = [
  ['AVG', 'average'],
  ['MODE', 'mode'],
  ['MEDI', 'median'],
] as const;

/** Half of the rows lack all of it. */
export const dwellingColumns: readonly DatasetColumn[] = [
  ...statistics.flatMap(([suffix, statistic]) =>
    measures.map(([name, description]) => share(`${name}_${suffix}`, `${description}, ${statistic}`)),
  ),
  optional(openCategory('FONDKAPREMONT_MODE', 'Fund for repairs of the building')),
  optional(
    category('HOUSETYPE_MODE', 'Kind of building', ['block of flats', 'specific housing', 'terraced house']),
  ),
  share('TOTALAREA_MODE', 'Area in all, mode'),
  optional(openCategory('WALLSMATERIAL_MODE', 'Walls of the building')),
  optional(category('EMERGENCYSTATE_MODE', 'The building is in a dangerous state', ['No', 'Yes'])),
];

function share(name: string, description: string): DatasetColumn {
  return optional(number(name, description, { unit: 'normalised, 0 to 1', minimum: 0, maximum: 1 }));
}
