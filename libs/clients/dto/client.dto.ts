import { ApiProperty } from '@nestjs/swagger';
import { maximumPageSize, type Page } from '#libs/platform';
import { clientFeatureColumns, sensitiveColumns } from '../clients-dataset.js';
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

const time = {
  type: 'string',
  format: 'date-time',
  maxLength: 40,
  example: '2026-11-21T09:30:00.000Z',
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

  @ApiProperty(time)
  created_at!: string;

  @ApiProperty(time)
  updated_at!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 2147483647,
    example: 1,
    description: 'Counts changes; the ETag is made of it',
  })
  version!: number;
}

export class ClientPageDto {
  @ApiProperty({ type: () => [ClientDto], maxItems: maximumPageSize })
  items!: ClientDto[];

  @ApiProperty({
    type: 'string',
    nullable: true,
    maxLength: 1000,
    pattern: '^[A-Za-z0-9_-]+$',
    description: 'Pass it as `cursor` for the next page; null on the last one',
  })
  next_cursor!: string | null;

  @ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 4000,
    description: 'Clients that match the filters, over all pages',
  })
  total!: number;
}

export class ClientCountDto {
  @ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 4000,
  })
  count!: number;
}

export function clientDto(client: ClientEntity, includeSensitive: boolean): ClientDto {
  const shown = [...clientFeatureColumns, 'montant_pret', ...(includeSensitive ? sensitiveColumns : [])];
  const values = Object.fromEntries(shown.map((name) => [name, client[name as keyof ClientEntity]]));
  return {
    id: Number(client.id),
    ...(values as unknown as Omit<ClientDto, 'id' | 'created_at' | 'updated_at' | 'version'>),
    created_at: client.created_at.toISOString(),
    updated_at: client.updated_at.toISOString(),
    version: client.version,
  };
}

export function clientPageDto(page: Page<ClientEntity>, includeSensitive: boolean): ClientPageDto {
  return { ...page, items: page.items.map((client) => clientDto(client, includeSensitive)) };
}
