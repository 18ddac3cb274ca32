/** A client that every check takes. */
export const validClient = {
  age: 41,
  sport_licence: false,
  niveau_etude: 'master' as const,
  revenu_estime_mois: 2850,
  risque_personnel: 0.31,
  loyer_mensuel: 780,
  anciennete_ans: 3.5,
  montant_pret: 8500,
};

export const clientHeader = Object.keys(validClient).join(',');
export const clientLine = '41,oui,master,2850,0.31,780,3.5,8500';
