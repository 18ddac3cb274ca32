type Texts = readonly [string, string];

/** Of the building; the file holds three statistics of each, as an index from 0 to 1. */
const measures: Readonly<Record<string, Texts>> = {
  APARTMENTS: ['Flats in the building', 'Appartements dans l’immeuble'],
  BASEMENTAREA: ['Area of the basement', 'Surface du sous-sol'],
  YEARS_BEGINEXPLUATATION: ['Years that the building has been in use', 'Années d’usage de l’immeuble'],
  YEARS_BUILD: ['Age of the building', 'Âge de l’immeuble'],
  COMMONAREA: ['Shared area of the building', 'Surface des parties communes'],
  ELEVATORS: ['Lifts', 'Ascenseurs'],
  ENTRANCES: ['Entrances', 'Entrées'],
  FLOORSMAX: ['Storeys at the highest part', 'Étages de la partie la plus haute'],
  FLOORSMIN: ['Storeys at the lowest part', 'Étages de la partie la plus basse'],
  LANDAREA: ['Area of the land', 'Surface du terrain'],
  LIVINGAPARTMENTS: ['Flats that are lived in', 'Appartements habités'],
  LIVINGAREA: ['Living area', 'Surface habitable'],
  NONLIVINGAPARTMENTS: ['Flats in other use', 'Appartements à autre usage'],
  NONLIVINGAREA: ['Area in other use', 'Surface à autre usage'],
};
const statistics: Readonly<Record<string, Texts>> = {
  AVG: ['average index', 'indice moyen'],
  MODE: ['most frequent index', 'indice le plus fréquent'],
  MEDI: ['median index', 'indice médian'],
};

const building: Readonly<Record<string, Texts>> = {
  FONDKAPREMONT_MODE: ['Repair fund of the building', 'Fonds de rénovation de l’immeuble'],
  HOUSETYPE_MODE: ['Kind of building', 'Type d’immeuble'],
  TOTALAREA_MODE: ['Total area, most frequent index', 'Surface totale, indice le plus fréquent'],
  WALLSMATERIAL_MODE: ['Walls of the building', 'Murs de l’immeuble'],
  EMERGENCYSTATE_MODE: ['Building in a dangerous state', 'Immeuble en état dangereux'],
};

const people: Readonly<Record<string, Texts>> = {
  ...Object.fromEntries(
    [30, 60].flatMap((days): [string, Texts][] => [
      [
        `OBS_${days}_CNT_SOCIAL_CIRCLE`,
        [`Acquaintances who could be ${days} days late`, `Proches pouvant avoir ${days} jours de retard`],
      ],
      [
        `DEF_${days}_CNT_SOCIAL_CIRCLE`,
        [`Acquaintances who were ${days} days late`, `Proches ayant eu ${days} jours de retard`],
      ],
    ]),
  ),
  DAYS_LAST_PHONE_CHANGE: [
    'Time since the phone was changed',
    'Temps écoulé depuis le changement de téléphone',
  ],
};

const enquiries: Readonly<Record<string, Texts>> = {
  HOUR: ['in the last hour', 'de la dernière heure'],
  DAY: ['in the last day, before the last hour', 'du dernier jour, hors dernière heure'],
  WEEK: ['in the last week, before the last day', 'de la dernière semaine, hors dernier jour'],
  MON: ['in the last month, before the last week', 'du dernier mois, hors dernière semaine'],
  QRT: ['in the last quarter, before the last month', 'du dernier trimestre, hors dernier mois'],
  YEAR: ['in the last year, before the last quarter', 'de la dernière année, hors dernier trimestre'],
};

/** What building, people, documents and credit bureau are called as reasons: in English, in French. */
export const surroundingTexts: Readonly<Record<string, Texts>> = {
  ...Object.fromEntries(
    Object.entries(measures).flatMap(([measure, [english, french]]) =>
      Object.entries(statistics).map(([suffix, [statistic, statistique]]): [string, Texts] => [
        `${measure}_${suffix}`,
        [`${english}, ${statistic}`, `${french}, ${statistique}`],
      ]),
    ),
  ),
  ...building,
  ...people,
  ...Object.fromEntries(
    Object.entries(enquiries).map(([suffix, [when, quand]]): [string, Texts] => [
      `AMT_REQ_CREDIT_BUREAU_${suffix}`,
      [`Enquiries at the credit bureau ${when}`, `Consultations du fichier des crédits au cours ${quand}`],
    ]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, index): [string, Texts] => [
      `FLAG_DOCUMENT_${index + 2}`,
      [`Document ${index + 2} handed in`, `Document ${index + 2} fourni`],
    ]),
  ),
};
