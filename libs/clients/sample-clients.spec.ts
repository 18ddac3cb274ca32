import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { educationLevels } from './clients-dataset.js';
import { sampleClients, type SampleClient } from './sample-clients.js';

describe('the sample clients', () => {
  const clients = sampleClients();

  it('are the same on every machine and in every run', () => {
    const digest = createHash('sha256').update(JSON.stringify(clients)).digest('hex');
    expect(digest).toBe('78e8f9686787aa7d6fab25e711758556dd824680415439a6e7bc49e5a6c2e689');
    expect(sampleClients(10, 1)).not.toEqual(sampleClients(10, 2));
  });

  it('are a few thousand in raw units, some with gaps', () => {
    expect(clients).toHaveLength(4000);
    const share = (gap: (client: SampleClient) => boolean): number => clients.filter(gap).length / 4000;
    expect(share((client) => client.montant_pret === null)).toBeCloseTo(0.03, 1);
    expect(share((client) => client.loyer_mensuel === null)).toBeCloseTo(0.32, 1);
    expect(share((client) => client.score_credit === null)).toBeCloseTo(0.35, 1);
    expect(clients.every(({ age }) => age >= 18 && age < 80)).toBe(true);
    expect(clients.every(({ montant_pret }) => montant_pret === null || montant_pret >= 500)).toBe(true);
  });

  it('can be learned by a linear model, but not by heart', () => {
    const labelled = clients.filter((client) => client.montant_pret !== null);
    const [training, held] = [labelled.slice(0, 3000), labelled.slice(3000)];
    const weights = leastSquares(training.map(features), training.map(amount));
    const mean = held.map(amount).reduce((sum, value) => sum + value, 0) / held.length;
    const sum = (error: (client: SampleClient) => number): number =>
      held.reduce((total, client) => total + error(client) ** 2, 0);
    const predicted = (client: SampleClient): number =>
      features(client).reduce((total, value, index) => total + value * weights[index]!, 0);
    const determination =
      1 - sum((client) => amount(client) - predicted(client)) / sum((client) => amount(client) - mean);
    expect(determination).toBeGreaterThan(0.5);
    expect(determination).toBeLessThan(0.7);
  });
});

const amount = (client: SampleClient): number => client.montant_pret!;

function features(client: SampleClient): number[] {
  return [
    1,
    client.age,
    client.revenu_estime_mois / 1000,
    client.risque_personnel,
    (client.loyer_mensuel ?? 750) / 1000,
    client.anciennete_ans,
    ...educationLevels.slice(1).map((level) => (client.niveau_etude === level ? 1 : 0)),
  ];
}

/** Normal equations, solved by Gaussian elimination with pivoting. */
function leastSquares(rows: number[][], targets: number[]): number[] {
  const width = rows[0]!.length;
  const system = Array.from({ length: width }, (_, i) => [
    ...Array.from({ length: width }, (__, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, index) => sum + row[i]! * targets[index]!, 0),
  ]);
  for (let pivot = 0; pivot < width; pivot++) {
    const best = system.slice(pivot).reduce((a, b) => (Math.abs(b[pivot]!) > Math.abs(a[pivot]!) ? b : a));
    system.splice(system.indexOf(best), 1);
    system.splice(pivot, 0, best);
    for (const row of system) {
      if (row === best) continue;
      const factor = row[pivot]! / best[pivot]!;
      row.forEach((_, column) => (row[column]! -= factor * best[column]!));
    }
  }
  return system.map((row, index) => row[width]! / row[index]!);
}
