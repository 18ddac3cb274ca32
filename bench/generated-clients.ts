import { BenchRandom } from './train/tables/random.js';

const educationLevels = ['aucun', 'bac', 'bac+2', 'master', 'doctorat'];
const header =
  'age,sport_licence,niveau_etude,revenu_estime_mois,risque_personnel,loyer_mensuel,anciennete_ans,montant_pret,historique_credits,score_credit';

/** Invented clients as CSV, each with a loan; some rents, credit histories and scores are missing. */
export function generatedClients(count: number): string {
  const random = new BenchRandom(20_260_903);
  const lines = Array.from({ length: count }, () => {
    const age = 18 + random.below(60);
    const level = random.below(educationLevels.length);
    const income = Math.round(Math.max(500, 1200 + 450 * level + 12 * age + 600 * random.normal()));
    const risk = random.uniform().toFixed(2);
    const rent = random.uniform() < 0.3 ? '' : Math.round(200 + 0.25 * income);
    const seniority = (5 * random.exponential()).toFixed(2);
    const credits = random.uniform() < 0.4 ? '' : random.below(6);
    const score = random.uniform() < 0.35 ? '' : 300 + random.below(550);
    const loan = 1500 + 3 * income - 7000 * Number(risk) ** 2 + 600 * level + 2000 * random.normal();
    const sport = random.uniform() < 0.3 ? 'oui' : 'non';
    return [
      age,
      sport,
      educationLevels[level],
      income,
      risk,
      rent,
      seniority,
      Math.round(Math.max(500, loan)),
      credits,
      score,
    ];
  });
  return `${header}\n${lines.join('\n')}\n`;
}
