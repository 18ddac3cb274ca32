import { SeededRandom } from '#libs/datasets';
import { sampleEmployee, type SampleEmployee } from './sample-employee.js';
import type { SourceName } from '../employee-sources.js';

const sampleSize = 1200;
const sampleSeed = 20_260_117;

/** The three extracts of invented employees, spelt as the real ones are. The same text on every machine. */
export function sampleExtracts(size = sampleSize, seed = sampleSeed): Record<SourceName, string> {
  const random = new SeededRandom(seed);
  const employees = Array.from({ length: size }, (_, index) => sampleEmployee(index + 1, random));
  return {
    sirh: csv(employees, {
      id_employee: ({ id }) => id,
      age: ({ age }) => age,
      genre: ({ genre }) => genre,
      revenu_mensuel: ({ pay }) => pay,
      statut_marital: ({ maritalStatus }) => maritalStatus,
      departement: ({ department }) => department,
      poste: ({ position }) => position,
      nombre_experiences_precedentes: ({ employers }) => employers,
      nombre_heures_travailless: () => 80,
      annee_experience_totale: ({ experience }) => experience,
      annees_dans_l_entreprise: ({ tenure }) => tenure,
      annees_dans_le_poste_actuel: ({ inPosition }) => inPosition,
    }),
    eval: csv(employees, {
      satisfaction_employee_environnement: ({ satisfactions }) => satisfactions[0]!,
      note_evaluation_precedente: ({ previousMark }) => previousMark,
      niveau_hierarchique_poste: ({ level }) => level,
      satisfaction_employee_nature_travail: ({ satisfactions }) => satisfactions[1]!,
      satisfaction_employee_equipe: ({ satisfactions }) => satisfactions[2]!,
      satisfaction_employee_equilibre_pro_perso: ({ satisfactions }) => satisfactions[3]!,
      eval_number: ({ id }) => `E_${id}`,
      note_evaluation_actuelle: ({ mark }) => mark,
      heure_supplementaires: ({ overtime }) => (overtime ? 'Oui' : 'Non'),
      augementation_salaire_precedente: ({ rise }) => `${rise} %`,
    }),
    sondage: csv(employees, {
      a_quitte_l_entreprise: ({ left }) => (left === null ? '' : left ? 'Oui' : 'Non'),
      nombre_participation_pee: ({ savingsPlans }) => savingsPlans,
      nb_formations_suivies: ({ courses }) => courses,
      nombre_employee_sous_responsabilite: () => 1,
      code_sondage: ({ id }) => `00000${id}`,
      distance_domicile_travail: ({ distance }) => distance,
      niveau_education: ({ education }) => education,
      domaine_etude: ({ study }) => study,
      ayant_enfants: () => 'Y',
      frequence_deplacement: ({ trips }) => trips,
      annees_depuis_la_derniere_promotion: ({ sincePromotion }) => sincePromotion,
      annes_sous_responsable_actuel: ({ underSuperior }) => underSuperior,
    }),
  };
}

/** No value holds a comma, a quote or a line end. */
function csv(
  employees: readonly SampleEmployee[],
  columns: Readonly<Record<string, (employee: SampleEmployee) => string | number>>,
): string {
  const cells = Object.values(columns);
  const lines = employees.map((employee) => cells.map((cell) => cell(employee)).join(','));
  return `${[Object.keys(columns).join(','), ...lines].join('\n')}\n`;
}
