import type { SelectQueryBuilder } from 'typeorm';
import type { KeysetOptions } from '#libs/database';
import type { ClientEntity } from './client.entity.js';

export enum ClientSort {
  Id = 'id',
  IdDown = '-id',
  Age = 'age',
  AgeDown = '-age',
  Income = 'revenu_estime_mois',
  IncomeDown = '-revenu_estime_mois',
  CreatedAt = 'created_at',
  CreatedAtDown = '-created_at',
}

/** SQL of each sort key. All are indexed together with the id, and never null: see `keysetPage`. */
const sortKeys: Readonly<Record<string, { expression: string; type: string }>> = {
  id: { expression: 'client.id', type: 'bigint' },
  age: { expression: 'client.age', type: 'double precision' },
  revenu_estime_mois: { expression: 'client.revenu_estime_mois', type: 'double precision' },
  created_at: { expression: 'client.created_at', type: 'timestamptz' },
};

export interface ClientFilters {
  readonly min_age?: number;
  readonly max_age?: number;
  readonly min_revenu_estime_mois?: number;
  readonly max_revenu_estime_mois?: number;
  readonly min_montant_pret?: number;
  readonly max_montant_pret?: number;
  readonly niveau_etude?: string;
  readonly sport_licence?: boolean;
  readonly has_loan?: boolean;
  readonly region?: string;
}

const conditions: Readonly<Record<keyof ClientFilters, string>> = {
  min_age: 'client.age >= :min_age',
  max_age: 'client.age <= :max_age',
  min_revenu_estime_mois: 'client.revenu_estime_mois >= :min_revenu_estime_mois',
  max_revenu_estime_mois: 'client.revenu_estime_mois <= :max_revenu_estime_mois',
  min_montant_pret: 'client.montant_pret >= :min_montant_pret',
  max_montant_pret: 'client.montant_pret <= :max_montant_pret',
  niveau_etude: 'client.niveau_etude = :niveau_etude',
  sport_licence: 'client.sport_licence = :sport_licence',
  has_loan: '(client.montant_pret IS NOT NULL) = :has_loan',
  region: 'client.region = :region',
};

/** Adds the filters to the query and returns the one text that names this list, for its cursors. */
export function applyFilters(
  query: SelectQueryBuilder<ClientEntity>,
  filters: ClientFilters,
  sort: ClientSort,
): string {
  const set: [string, unknown][] = [];
  for (const name of Object.keys(conditions) as (keyof ClientFilters)[]) {
    const value = filters[name];
    if (value === undefined) continue;
    query.andWhere(conditions[name], { [name]: value });
    set.push([name, value]);
  }
  return JSON.stringify(['clients', sort, set]);
}

export function sortOf(sort: ClientSort): KeysetOptions['sort'] {
  const down = sort.startsWith('-');
  return { ...sortKeys[down ? sort.slice(1) : sort]!, direction: down ? 'DESC' : 'ASC' };
}
