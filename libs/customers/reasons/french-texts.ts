const application = {
  NAME_CONTRACT_TYPE: 'Type de crédit',
  FLAG_OWN_CAR: 'Possession d’une voiture',
  FLAG_OWN_REALTY: 'Possession d’un logement',
  AMT_INCOME_TOTAL: 'Revenu annuel',
  AMT_CREDIT: 'Montant du crédit',
  AMT_ANNUITY: 'Annuité du crédit',
  AMT_GOODS_PRICE: 'Prix du bien financé',
  NAME_TYPE_SUITE: 'Accompagnement lors de la demande',
  NAME_INCOME_TYPE: 'Type de revenu',
  NAME_EDUCATION_TYPE: 'Niveau d’études',
  NAME_HOUSING_TYPE: 'Situation de logement',
  REGION_POPULATION_RELATIVE: 'Population de la région, normalisée',
  DAYS_EMPLOYED: 'Ancienneté dans l’emploi actuel',
  DAYS_REGISTRATION: 'Dernier changement d’enregistrement',
  DAYS_ID_PUBLISH: 'Dernier changement de la pièce d’identité',
  OWN_CAR_AGE: 'Âge de la voiture',
  FLAG_MOBIL: 'Numéro de portable fourni',
  FLAG_EMP_PHONE: 'Numéro de l’employeur fourni',
  FLAG_WORK_PHONE: 'Numéro professionnel fourni',
  FLAG_CONT_MOBILE: 'Joignable par portable',
  FLAG_PHONE: 'Numéro du domicile fourni',
  FLAG_EMAIL: 'Adresse électronique fournie',
  OCCUPATION_TYPE: 'Profession',
  REGION_RATING_CLIENT: 'Notre évaluation de la région',
  REGION_RATING_CLIENT_W_CITY: 'Notre évaluation de la région et de la ville',
  WEEKDAY_APPR_PROCESS_START: 'Jour de la demande',
  HOUR_APPR_PROCESS_START: 'Heure de la demande',
  REG_REGION_NOT_LIVE_REGION: 'Adresse officielle et adresse de contact dans des régions différentes',
  REG_REGION_NOT_WORK_REGION: 'Adresse officielle et lieu de travail dans des régions différentes',
  LIVE_REGION_NOT_WORK_REGION: 'Adresse de contact et lieu de travail dans des régions différentes',
  REG_CITY_NOT_LIVE_CITY: 'Adresse officielle et adresse de contact dans des villes différentes',
  REG_CITY_NOT_WORK_CITY: 'Adresse officielle et lieu de travail dans des villes différentes',
  LIVE_CITY_NOT_WORK_CITY: 'Adresse de contact et lieu de travail dans des villes différentes',
  ORGANIZATION_TYPE: 'Type d’employeur',
  EXT_SOURCE_1: 'Score de la source externe 1',
  EXT_SOURCE_2: 'Score de la source externe 2',
  EXT_SOURCE_3: 'Score de la source externe 3',
};

const dwelling = {
  APARTMENTS: 'Nombre d’appartements de l’immeuble',
  BASEMENTAREA: 'Surface du sous-sol',
  YEARS_BEGINEXPLUATATION: 'Années depuis la mise en service de l’immeuble',
  YEARS_BUILD: 'Âge de l’immeuble',
  COMMONAREA: 'Surface des parties communes',
  ELEVATORS: 'Ascenseurs',
  ENTRANCES: 'Entrées',
  FLOORSMAX: 'Nombre d’étages maximal',
  FLOORSMIN: 'Nombre d’étages minimal',
  LANDAREA: 'Surface du terrain',
  LIVINGAPARTMENTS: 'Appartements habités',
  LIVINGAREA: 'Surface habitable',
  NONLIVINGAPARTMENTS: 'Appartements à autre usage',
  NONLIVINGAREA: 'Surface à autre usage',
};
const statistics = { AVG: 'moyenne', MODE: 'valeur modale', MEDI: 'médiane' };

const otherDwelling = {
  FONDKAPREMONT_MODE: 'Fonds de rénovation de l’immeuble',
  HOUSETYPE_MODE: 'Type d’immeuble',
  TOTALAREA_MODE: 'Surface totale, valeur modale',
  WALLSMATERIAL_MODE: 'Murs de l’immeuble',
  EMERGENCYSTATE_MODE: 'Immeuble en état dangereux',
};

const history = {
  OBS_30_CNT_SOCIAL_CIRCLE: 'Proches qui pouvaient avoir 30 jours de retard',
  DEF_30_CNT_SOCIAL_CIRCLE: 'Proches qui ont eu 30 jours de retard',
  OBS_60_CNT_SOCIAL_CIRCLE: 'Proches qui pouvaient avoir 60 jours de retard',
  DEF_60_CNT_SOCIAL_CIRCLE: 'Proches qui ont eu 60 jours de retard',
  DAYS_LAST_PHONE_CHANGE: 'Dernier changement de téléphone',
  AMT_REQ_CREDIT_BUREAU_HOUR: 'Consultations du fichier des crédits dans l’heure avant la demande',
  AMT_REQ_CREDIT_BUREAU_DAY: 'Consultations du fichier des crédits le jour avant cette heure',
  AMT_REQ_CREDIT_BUREAU_WEEK: 'Consultations du fichier des crédits la semaine avant ce jour',
  AMT_REQ_CREDIT_BUREAU_MON: 'Consultations du fichier des crédits le mois avant cette semaine',
  AMT_REQ_CREDIT_BUREAU_QRT: 'Consultations du fichier des crédits le trimestre avant ce mois',
  AMT_REQ_CREDIT_BUREAU_YEAR: 'Consultations du fichier des crédits l’année avant ce trimestre',
};

/** What the features are called in French, by column. */
export const frenchTexts: ReadonlyMap<string, string> = new Map([
  ...Object.entries(application),
  ...Object.entries(dwelling).flatMap(([measure, text]) =>
    Object.entries(statistics).map(([suffix, statistic]): [string, string] => [
      `${measure}_${suffix}`,
      `${text}, ${statistic}`,
    ]),
  ),
  ...Object.entries(otherDwelling),
  ...Object.entries(history),
  ...Array.from({ length: 20 }, (_, index): [string, string] => [
    `FLAG_DOCUMENT_${index + 2}`,
    `Document ${index + 2} fourni`,
  ]),
]);
