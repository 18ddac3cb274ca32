import { PartialType } from '@nestjs/swagger';
import { ClientBodyDto } from './client-features.dto.js';
import {
  BooleanColumn,
  FamilySituationColumn,
  NumberColumn,
  RegionColumn,
  SexColumn,
} from './client-properties.js';

/** Body of POST. A client without a loan yet leaves `montant_pret` out. */
export class NewClientDto extends ClientBodyDto {
  @NumberColumn('montant_pret', 'optional', 8500)
  montant_pret?: number | null;

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
}

/** Body of PATCH: columns that are left out stay as they are; null empties one that may be empty. */
export class ClientChangesDto extends PartialType(NewClientDto, { skipNullProperties: false }) {}
