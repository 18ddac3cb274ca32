/** What the columns of the application are called as reasons: in English, in French. */
export const applicationTexts: Readonly<Record<string, readonly [string, string]>> = {
  NAME_CONTRACT_TYPE: ['Kind of credit', 'Type de crédit'],
  FLAG_OWN_CAR: ['Owns a car', 'Possède une voiture'],
  FLAG_OWN_REALTY: ['Owns a house or flat', 'Possède une maison ou un appartement'],
  AMT_INCOME_TOTAL: ['Yearly income', 'Revenu annuel'],
  AMT_CREDIT: ['Amount of the credit', 'Montant du crédit'],
  AMT_ANNUITY: ['Yearly repayment', 'Remboursement annuel'],
  AMT_GOODS_PRICE: ['Price of the goods to be financed', 'Prix du bien à financer'],
  NAME_TYPE_SUITE: ['Who came along to apply', 'Personne venue avec le demandeur'],
  NAME_INCOME_TYPE: ['Source of income', 'Source de revenu'],
  NAME_EDUCATION_TYPE: ['Highest education', 'Niveau d’études'],
  NAME_HOUSING_TYPE: ['Housing', 'Logement'],
  REGION_POPULATION_RELATIVE: ['Population of the region (index)', 'Population de la région (indice)'],
  DAYS_EMPLOYED: ['Time in the present job', 'Ancienneté dans l’emploi actuel'],
  DAYS_REGISTRATION: [
    'Time since the registration was changed',
    'Temps écoulé depuis le changement d’enregistrement',
  ],
  DAYS_ID_PUBLISH: [
    'Time since the identity document was changed',
    'Temps écoulé depuis le changement de pièce d’identité',
  ],
  OWN_CAR_AGE: ['Age of the car in years', 'Âge de la voiture en années'],
  FLAG_MOBIL: ['Mobile phone number given', 'Numéro de portable fourni'],
  FLAG_EMP_PHONE: ["Employer's phone number given", 'Numéro de téléphone de l’employeur fourni'],
  FLAG_WORK_PHONE: ['Phone number at work given', 'Numéro de téléphone au travail fourni'],
  FLAG_CONT_MOBILE: ['Reachable by mobile phone', 'Joignable par portable'],
  FLAG_PHONE: ['Phone number at home given', 'Numéro de téléphone du domicile fourni'],
  FLAG_EMAIL: ['E-mail address given', 'Adresse électronique fournie'],
  OCCUPATION_TYPE: ['Occupation', 'Profession'],
  REGION_RATING_CLIENT: [
    'Our rating of the region, from 1 (best) to 3',
    'Notre évaluation de la région, de 1 (la meilleure) à 3',
  ],
  REGION_RATING_CLIENT_W_CITY: [
    'Our rating of the region and its city, from 1 (best) to 3',
    'Notre évaluation de la région et de sa ville, de 1 (la meilleure) à 3',
  ],
  WEEKDAY_APPR_PROCESS_START: ['Weekday of the application', 'Jour de la demande'],
  HOUR_APPR_PROCESS_START: ['Hour of the application', 'Heure de la demande'],
  REG_REGION_NOT_LIVE_REGION: [
    'Contact address outside the region of registration',
    'Adresse de contact hors de la région de l’adresse officielle',
  ],
  REG_REGION_NOT_WORK_REGION: [
    'Works outside the region of registration',
    'Travaille hors de la région de l’adresse officielle',
  ],
  LIVE_REGION_NOT_WORK_REGION: [
    'Works outside the region of the contact address',
    'Travaille hors de la région de l’adresse de contact',
  ],
  REG_CITY_NOT_LIVE_CITY: [
    'Contact address outside the city of registration',
    'Adresse de contact hors de la ville de l’adresse officielle',
  ],
  REG_CITY_NOT_WORK_CITY: [
    'Works outside the city of registration',
    'Travaille hors de la ville de l’adresse officielle',
  ],
  LIVE_CITY_NOT_WORK_CITY: [
    'Works outside the city of the contact address',
    'Travaille hors de la ville de l’adresse de contact',
  ],
  ORGANIZATION_TYPE: ['Kind of employer', 'Type d’employeur'],
  EXT_SOURCE_1: externalScore(1),
  EXT_SOURCE_2: externalScore(2),
  EXT_SOURCE_3: externalScore(3),
};

function externalScore(source: number): readonly [string, string] {
  return [`External score ${source}, from 0 to 1 (best)`, `Score externe ${source}, de 0 à 1 (le meilleur)`];
}
