import type { RowList } from '#libs/datasets';

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

export const clientList: RowList<ClientFilters> = {
  name: 'clients',
  sortKeys: {
    id: { expression: 'client.id', type: 'bigint' },
    age: { expression: 'client.age', type: 'double precision' },
    revenu_estime_mois: { expression: 'client.revenu_estime_mois', type: 'double precision' },
    created_at: { expression: 'client.created_at', type: 'timestamptz' },
  },
  conditions: {
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
  },
};
