import { ApiProperty } from '@nestjs/swagger';
import { NextCursor, RowCount, RowTime, RowVersion, versionedRowDto } from '#libs/datasets';
import { maximumPageSize, type Page } from '#libs/platform';
import { clientFeatureColumns, sensitiveColumns, targetColumn } from '../clients-dataset.js';
import type { ClientEntity } from '../client.entity.js';
import {
  BooleanColumn,
  EducationColumn,
  FamilySituationColumn,
  NumberColumn,
  RegionColumn,
  SexColumn,
} from './client-properties.js';

export const clientIdSchema = {
  type: 'integer',
  format: 'int64',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  example: 17,
} as const;

/** A client as the API answers one. Sensitive columns are there only where the caller asked for them. */
export class ClientDto {
  @ApiProperty({ ...clientIdSchema })
  id!: number;

  @NumberColumn('age', 'required', 41)
  age!: number;

  @BooleanColumn('sport_licence', 'required', false)
  sport_licence!: boolean;

  @EducationColumn()
  niveau_etude!: string;

  @NumberColumn('revenu_estime_mois', 'required', 2850)
  revenu_estime_mois!: number;

  @NumberColumn('risque_personnel', 'required', 0.31)
  risque_personnel!: number;

  @NumberColumn('loyer_mensuel', 'required', 780)
  loyer_mensuel!: number | null;

  @NumberColumn('anciennete_ans', 'required', 3.5)
  anciennete_ans!: number;

  @NumberColumn('historique_credits', 'required', 2)
  historique_credits!: number | null;

  @NumberColumn('score_credit', 'required', 640)
  score_credit!: number | null;

  @NumberColumn('montant_pret', 'required', 8500)
  montant_pret!: number | null;

  @FamilySituationColumn()
  situation_familiale?: string | null;

  @RegionColumn()
  region?: string | null;

  @BooleanColumn('smoker', 'optional', false)
  smoker?: boolean | null;

  @SexColumn()
  sexe?: string | null;

  @BooleanColumn('nationalite_francaise', 'optional', true)
  nationalite_francaise?: boolean | null;

  @RowTime()
  created_at!: string;

  @RowTime()
  updated_at!: string;

  @RowVersion()
  version!: number;
}

export class ClientPageDto {
  @ApiProperty({ type: () => [ClientDto], maxItems: maximumPageSize })
  items!: ClientDto[];

  @NextCursor()
  next_cursor!: string | null;

  @RowCount('Clients that match the filters, over all pages')
  total!: number;
}

export class ClientCountDto {
  @RowCount()
  count!: number;
}

export function clientDto(client: ClientEntity, includeSensitive: boolean): ClientDto {
  return versionedRowDto(client, [
    ...clientFeatureColumns,
    targetColumn,
    ...(includeSensitive ? sensitiveColumns : []),
  ]);
}

export function clientPageDto(page: Page<ClientEntity>, includeSensitive: boolean): ClientPageDto {
  return { ...page, items: page.items.map((client) => clientDto(client, includeSensitive)) };
}
