/** Body of POST /clients/predict. */
export const clientFeatures = JSON.stringify({
  age: 42,
  sport_licence: false,
  niveau_etude: 'master',
  revenu_estime_mois: 3200,
  risque_personnel: 0.31,
  loyer_mensuel: 950,
  anciennete_ans: 3.4,
  historique_credits: 2,
  score_credit: 640,
});
