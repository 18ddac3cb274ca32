import type { DecisionPolicy, ReasonCode } from '#libs/models';

/** Who is about to leave is talked to in time: nobody is refused anything. What the company can change may be proposed. */
export const attritionPolicy: Partial<DecisionPolicy> = {
  positive_class: { en: 'leaves the company', fr: "quitte l'entreprise" },
  outcomes: { negative: 'no_action', positive: 'retention_talk', between: 'review' },
  actionable: [
    { feature: 'revenu_mensuel', direction: 'increase' },
    { feature: 'heure_supplementaires' },
    { feature: 'frequence_deplacement' },
    { feature: 'augmentation_salaire_precedente', direction: 'increase' },
    { feature: 'nombre_participation_pee', direction: 'increase' },
    { feature: 'nb_formations_suivies', direction: 'increase' },
    { feature: 'satisfaction_employee_environnement', direction: 'increase' },
    { feature: 'satisfaction_employee_nature_travail', direction: 'increase' },
    { feature: 'satisfaction_employee_equipe', direction: 'increase' },
    { feature: 'satisfaction_employee_equilibre_pro_perso', direction: 'increase' },
  ],
};

const texts: readonly (readonly [feature: string, en: string, fr: string])[] = [
  ['age', 'Age', 'Âge'],
  ['revenu_mensuel', 'Monthly pay', 'Revenu mensuel'],
  ['departement', 'Department', 'Département'],
  ['poste', 'Position', 'Poste'],
  ['nombre_experiences_precedentes', 'Earlier employers', 'Expériences précédentes'],
  ['annee_experience_totale', 'Years of experience', "Années d'expérience"],
  ['annees_dans_l_entreprise', 'Years in the company', "Années dans l'entreprise"],
  ['annees_dans_le_poste_actuel', 'Years in the present position', 'Années dans le poste actuel'],
  [
    'satisfaction_employee_environnement',
    'Satisfaction with the surroundings',
    'Satisfaction : environnement de travail',
  ],
  [
    'satisfaction_employee_nature_travail',
    'Satisfaction with the kind of work',
    'Satisfaction : nature du travail',
  ],
  ['satisfaction_employee_equipe', 'Satisfaction with the team', 'Satisfaction : équipe'],
  [
    'satisfaction_employee_equilibre_pro_perso',
    'Satisfaction with the balance of work and life',
    'Satisfaction : équilibre entre vie professionnelle et vie personnelle',
  ],
  ['note_evaluation_precedente', 'Mark of the evaluation before', "Note de l'évaluation précédente"],
  ['note_evaluation_actuelle', 'Mark of the present evaluation', "Note de l'évaluation actuelle"],
  ['niveau_hierarchique_poste', 'Level in the hierarchy', 'Niveau hiérarchique'],
  ['heure_supplementaires', 'Overtime', 'Heures supplémentaires'],
  ['augmentation_salaire_precedente', 'Last rise of pay', 'Dernière augmentation de salaire'],
  [
    'nombre_participation_pee',
    'Savings plans of the company taken part in',
    "Participations au plan d'épargne entreprise",
  ],
  ['nb_formations_suivies', 'Courses taken', 'Formations suivies'],
  ['distance_domicile_travail', 'Distance from home to work', 'Distance entre domicile et travail'],
  ['niveau_education', 'Level of education', "Niveau d'éducation"],
  ['domaine_etude', 'Field of study', "Domaine d'étude"],
  ['frequence_deplacement', 'Business trips', 'Fréquence des déplacements'],
  [
    'annees_depuis_la_derniere_promotion',
    'Years since the last promotion',
    'Années depuis la dernière promotion',
  ],
  ['annees_sous_responsable_actuel', 'Years under the present superior', 'Années sous le responsable actuel'],
];

export const attritionReasons: readonly ReasonCode[] = texts.map(([feature, en, fr]) => ({
  code: feature.toUpperCase(),
  feature,
  texts: { en, fr },
}));
