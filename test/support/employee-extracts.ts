import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Extracts = Record<'sirh' | 'eval' | 'sondage', string>;

export const sirhHeader =
  'id_employee,age,genre,revenu_mensuel,statut_marital,departement,poste,nombre_experiences_precedentes,nombre_heures_travailless,annee_experience_totale,annees_dans_l_entreprise,annees_dans_le_poste_actuel';
export const evalHeader =
  'satisfaction_employee_environnement,note_evaluation_precedente,niveau_hierarchique_poste,satisfaction_employee_nature_travail,satisfaction_employee_equipe,satisfaction_employee_equilibre_pro_perso,eval_number,note_evaluation_actuelle,heure_supplementaires,augementation_salaire_precedente';
export const sondageHeader =
  'a_quitte_l_entreprise,nombre_participation_pee,nb_formations_suivies,nombre_employee_sous_responsabilite,code_sondage,distance_domicile_travail,niveau_education,domaine_etude,ayant_enfants,frequence_deplacement,annees_depuis_la_derniere_promotion,annes_sous_responsable_actuel';

export const sirhRow = (id: number | string, age: number | string = 41): string =>
  `${id},${age},F,5993,Célibataire,Commercial,Cadre Commercial,8,80,8,6,4`;
export const evalRow = (id: number | string, rise = '11 %'): string => `2,3,2,4,1,1,E_${id},3,Oui,${rise}`;
export const sondageRow = (id: number | string, left = 'Oui'): string =>
  `${left},0,0,1,00000${id},1,2,Infra & Cloud,Y,Occasionnel,0,5`;

const file = (header: string, rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;
export const sirhFile = (...rows: string[]): string => file(sirhHeader, rows);
export const evalFile = (...rows: string[]): string => file(evalHeader, rows);
export const sondageFile = (...rows: string[]): string => file(sondageHeader, rows);

/** A body of POST /employees that every check takes. */
export const validEmployee = {
  id: 90_001,
  age: 41,
  genre: 'F' as const,
  revenu_mensuel: 5993,
  statut_marital: 'Célibataire' as const,
  departement: 'Commercial' as const,
  poste: 'Cadre Commercial' as const,
  nombre_experiences_precedentes: 8,
  annee_experience_totale: 8,
  annees_dans_l_entreprise: 6,
  annees_dans_le_poste_actuel: 4,
  satisfaction_employee_environnement: 2,
  satisfaction_employee_nature_travail: 4,
  satisfaction_employee_equipe: 1,
  satisfaction_employee_equilibre_pro_perso: 1,
  note_evaluation_precedente: 3,
  note_evaluation_actuelle: 3,
  niveau_hierarchique_poste: 2,
  heure_supplementaires: true,
  augmentation_salaire_precedente: 11,
  nombre_participation_pee: 0,
  nb_formations_suivies: 0,
  distance_domicile_travail: 1,
  niveau_education: 2,
  domaine_etude: 'Infra & Cloud' as const,
  frequence_deplacement: 'Occasionnel' as const,
  annees_depuis_la_derniere_promotion: 0,
  annees_sous_responsable_actuel: 5,
  a_quitte_l_entreprise: true,
};

const folder = join(import.meta.dirname, '../../../shared/data');

/** The real ones belong to nobody who may publish them: beside the repository, where there are any. */
export const hasRealExtracts = existsSync(join(folder, 'extrait_sirh.csv'));

export function realExtracts(): Extracts {
  const read = (name: string): string => readFileSync(join(folder, `extrait_${name}.csv`), 'utf8');
  return { sirh: read('sirh'), eval: read('eval'), sondage: read('sondage') };
}

/** The form of an import. */
export function formOf(files: Partial<Record<string, string | Uint8Array>>): FormData {
  const form = new FormData();
  for (const [field, text] of Object.entries(files))
    form.append(field, new Blob([text as string], { type: 'text/csv' }), `extrait_${field}.csv`);
  return form;
}
