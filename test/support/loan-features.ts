import type { ClientDto, ClientFeaturesDto, PredictionDto, PredictionsDto } from '#libs/sdk';

/** What the model may see of a stored client. */
export function featuresOf(client: ClientDto): ClientFeaturesDto {
  const {
    age,
    sport_licence,
    niveau_etude,
    revenu_estime_mois,
    risque_personnel,
    loyer_mensuel,
    anciennete_ans,
    historique_credits,
    score_credit,
  } = client;
  return {
    age,
    sport_licence,
    niveau_etude,
    revenu_estime_mois,
    risque_personnel,
    loyer_mensuel,
    anciennete_ans,
    historique_credits,
    score_credit,
  };
}

/** A row that every version takes, without the columns that may be left out. */
export const someFeatures = {
  age: 41,
  sport_licence: false,
  niveau_etude: 'master',
  revenu_estime_mois: 2850,
  risque_personnel: 0.31,
  loyer_mensuel: 780,
  anciennete_ans: 3.5,
  historique_credits: null,
  score_credit: 640,
} as const;

/** The answer to `features`. */
export function onePrediction({ data }: { data: PredictionDto | PredictionsDto }): PredictionDto {
  if ('predictions' in data) throw new Error('The answer is a list');
  return data;
}

/** The answer to `instances`. */
export function manyPredictions({ data }: { data: PredictionDto | PredictionsDto }): PredictionDto[] {
  if (!('predictions' in data)) throw new Error('The answer is no list');
  return data.predictions;
}
