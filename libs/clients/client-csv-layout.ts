import {
  booleanCell,
  type CellReader,
  CellProblem,
  choiceCell,
  type CsvLayout,
  nullable,
  numberCell,
  textCell,
} from '#libs/datasets';
import {
  educationLevels,
  familySituations,
  largestNumber,
  maximumRegionLength,
  sexes,
} from './clients-dataset.js';

/** The predecessor counted seniority up to this day; a fixed day makes imports repeatable. */
export const defaultReferenceDate = '2025-12-02';

const number = numberCell(-largestNumber, largestNumber);
const daysPerYear = 365.25;
const millisecondsPerDay = 86_400_000;

const education = choiceCell(
  {
    ...Object.fromEntries(educationLevels.map((level) => [level, level])),
    // The standardised file holds codes.
    ...Object.fromEntries(educationLevels.map((level, code) => [String(code), level])),
  },
  `${educationLevels.join(', ')} (or 0 to 4)`,
);
const familySituation = choiceCell(
  Object.fromEntries(familySituations.map((value) => [value, value])),
  familySituations.join(', '),
);
const sex = choiceCell(Object.fromEntries(sexes.map((value) => [value, value])), sexes.join(', '));

/** Which headers of a file mean which column of `clients`. @param referenceDate `YYYY-MM-DD` */
export function clientCsvLayout(referenceDate: string): CsvLayout {
  const required = (header: string, read: CellReader, column = header) => ({
    header,
    column,
    required: true,
    read,
  });
  const optional = (header: string, read: CellReader) => ({
    header,
    column: header,
    required: false,
    read: nullable(read),
  });
  return {
    columns: [
      required('age', number),
      required('sport_licence', booleanCell),
      required('niveau_etude', education),
      required('revenu_estime_mois', number),
      required('risque_personnel', number),
      required('loyer_mensuel', nullable(number)),
      required('anciennete_ans', number),
      required('date_creation_compte', seniorityCell(referenceDate), 'anciennete_ans'),
      optional('montant_pret', number),
      optional('historique_credits', number),
      optional('score_credit', number),
      optional('situation_familiale', familySituation),
      optional('region', textCell(maximumRegionLength)),
      optional('smoker', booleanCell),
      optional('sexe', sex),
      optional('nationalite_francaise', booleanCell),
    ],
    // An index, identifiers of persons, measures nobody needs, and what our own export adds.
    ignored: ['', 'nom', 'prenom', 'taille', 'poids', 'id', 'created_at', 'updated_at', 'version'],
  };
}

/** Years from the day in the cell to the reference day. */
function seniorityCell(referenceDate: string): CellReader {
  const reference = dayOf(referenceDate)!;
  const notADate = new CellProblem('must be a date as YYYY-MM-DD');
  const later = new CellProblem(`must not be after the reference date ${referenceDate}`);
  return (cell) => {
    const day = dayOf(cell.trim());
    if (day === undefined) return notADate;
    return day > reference ? later : (reference - day) / daysPerYear;
  };
}

/** Days since 1970, or undefined for what is no day of the calendar. */
function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes some days that do not exist, such as 30 February, for later ones.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return undefined;
  return time / millisecondsPerDay;
}
