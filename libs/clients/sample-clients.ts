import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import { RowCopy, SeededRandom } from '#libs/datasets';
import { educationLevels, familySituations } from './clients-dataset.js';

export interface SampleClient {
  readonly age: number;
  readonly sport_licence: boolean;
  readonly niveau_etude: string;
  readonly revenu_estime_mois: number;
  readonly risque_personnel: number;
  readonly loyer_mensuel: number | null;
  readonly anciennete_ans: number;
  readonly montant_pret: number | null;
  readonly historique_credits: number | null;
  readonly score_credit: number | null;
  readonly situation_familiale: string | null;
  readonly region: string;
  readonly smoker: boolean;
  readonly sexe: string;
  readonly nationalite_francaise: boolean;
}

const sampleSize = 4000;
const sampleSeed = 20_251_202;

const regions = [
  'Auvergne-Rhône-Alpes',
  'Bretagne',
  'Corse',
  'Grand Est',
  'Hauts-de-France',
  'Île-de-France',
  'Normandie',
  'Nouvelle-Aquitaine',
  'Occitanie',
  'Provence-Alpes-Côte d’Azur',
] as const;

/** Mean income per level of education, EUR per month. */
const incomes = [1450, 1750, 2150, 2900, 3400] as const;

/**
 * Invented clients. The loan follows income, education, risk, rent and seniority, with noise that leaves a
 * linear model an R² of about 0.6. Sex, nationality, region and smoking are weakly correlated with income
 * and risk and do not enter the loan, so that fairness views have something true to show.
 */
export function sampleClients(size = sampleSize, seed = sampleSeed): SampleClient[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: size }, () => sampleClient(random));
}

function sampleClient(random: SeededRandom): SampleClient {
  const level = random.weighted([0.16, 0.27, 0.25, 0.23, 0.09]);
  const sexe = random.chance(0.5) ? 'H' : 'F';
  const nationalite_francaise = random.chance(0.91);
  const region = random.pick(regions);
  const smoker = random.chance(0.3 - 0.04 * level);
  const age = clamp(Math.round(random.normal(43, 14)), 18, 79);
  const experience = Math.min(age - 18, 30);
  const revenu_estime_mois = Math.round(
    Math.max(
      600,
      (incomes[level]! + 22 * experience + random.normal(0, 520)) *
        (sexe === 'F' ? 0.93 : 1) *
        (region === 'Île-de-France' ? 1.12 : 1),
    ),
  );
  const risque_personnel = round(
    clamp(
      random.normal(0.42, 0.16) -
        0.00005 * (revenu_estime_mois - 2500) +
        (smoker ? 0.04 : 0) +
        (nationalite_francaise ? 0 : 0.03),
      0,
      1,
    ),
    2,
  );
  const rents = random.chance(0.68);
  const rent = round(Math.max(180, 0.27 * revenu_estime_mois + random.normal(90, 130)), 2);
  const anciennete_ans = round(Math.min(25, random.exponential(5)), 2);
  const earlierCredits = Math.min(8, Math.floor(random.exponential(1.1) + anciennete_ans / 8));
  const score = Math.round(clamp(780 - 420 * risque_personnel + random.normal(0, 45), 300, 850));
  const amount =
    1500 +
    3.1 * revenu_estime_mois +
    700 * level -
    7200 * risque_personnel -
    1.6 * (rents ? rent : 0) +
    190 * anciennete_ans +
    random.normal(0, 2450);
  return {
    age,
    sport_licence: random.chance(0.28),
    niveau_etude: educationLevels[level]!,
    revenu_estime_mois,
    risque_personnel,
    loyer_mensuel: rents ? rent : null,
    anciennete_ans,
    montant_pret: random.chance(0.03) ? null : round(Math.max(500, amount), 2),
    historique_credits: random.chance(0.4) ? null : earlierCredits,
    score_credit: random.chance(0.35) ? null : score,
    situation_familiale: random.chance(0.12) ? null : random.pick(familySituations),
    region,
    smoker,
    sexe,
    nationalite_francaise,
  };
}

/**
 * Fills an empty table with the sample; any row of the user's own prevents it.
 * @returns rows inserted
 */
export async function seedSampleClients(dataSource: DataSource): Promise<number> {
  return dataSource.transaction(async (manager) => {
    // Processes that start together would both find the table empty.
    await manager.query('LOCK TABLE clients IN SHARE ROW EXCLUSIVE MODE');
    const existing = await manager.query<unknown[]>('SELECT FROM clients LIMIT 1');
    if (existing.length > 0) return 0;
    const clients = sampleClients();
    const columns = Object.keys(clients[0]!) as (keyof SampleClient)[];
    const copy = new RowCopy((await manager.queryRunner!.connect()) as ClientBase, 'clients', columns);
    await copy.write(clients.map((client) => columns.map((column) => client[column])));
    await copy.finish();
    return clients.length;
  });
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Math.min(maximum, Math.max(minimum, value));
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
