import type { EmployeeFeaturesDto } from './employee-features.dto.js';

interface Payload {
  readonly summary: string;
  readonly value: EmployeeFeaturesDto;
}

/** Bodies that clients of earlier services send, as those services documented them. */
export const attritionPayloads: Record<'fields25' | 'fields22', Payload> = {
  fields25: {
    summary: '25 fields, in small letters',
    value: {
      age: 41,
      genre: 'femme',
      revenu_mensuel: 5993,
      statut_marital: 'célibataire',
      departement: 'commercial',
      poste: 'cadre commercial',
      nombre_experiences_precedentes: 8,
      annees_dans_l_entreprise: 2,
      satisfaction_employee_environnement: 4,
      satisfaction_employee_nature_travail: 1,
      satisfaction_employee_equipe: 1,
      satisfaction_employee_equilibre_pro_perso: 1,
      heure_supplementaires: true,
      augmentation_salaire_precedente: 11,
      nombre_participation_pee: 0,
      nb_formations_suivies: 0,
      distance_domicile_travail: 1,
      niveau_education: 2,
      domaine_etude: 'infra & cloud',
      frequence_deplacement: 'occasionnel',
      annees_sous_responsable_actuel: 0,
      annees_dans_le_poste_actuel: 0,
      note_evaluation_actuelle: 0,
      note_evaluation_precedente: 0,
      annees_depuis_la_derniere_promotion: 0,
    },
  },
  fields22: {
    summary: '22 fields, overtime in words, the misspelt name of the rise',
    value: {
      age: 35,
      revenu_mensuel: 5000,
      nombre_experiences_precedentes: 2,
      annees_dans_l_entreprise: 5,
      annees_depuis_la_derniere_promotion: 1,
      satisfaction_employee_environnement: 3,
      note_evaluation_precedente: 3,
      satisfaction_employee_nature_travail: 4,
      satisfaction_employee_equipe: 3,
      satisfaction_employee_equilibre_pro_perso: 2,
      augementation_salaire_precedente: 15,
      nombre_participation_pee: 1,
      nb_formations_suivies: 3,
      distance_domicile_travail: 10,
      niveau_education: 4,
      genre: 'F',
      frequence_deplacement: 'Frequent',
      poste: 'Manager',
      statut_marital: 'Marié(e)',
      departement: 'Consulting',
      domaine_etude: 'Transformation Digitale',
      heure_supplementaires: 'Oui',
    },
  },
};
