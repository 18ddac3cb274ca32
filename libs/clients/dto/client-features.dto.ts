import { CheckedByFeatureSchema } from '#libs/platform';
import { BooleanColumn, EducationColumn, NumberColumn } from './client-properties.js';

class FeatureColumns {
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

  @NumberColumn('historique_credits', 'optional', 2)
  historique_credits?: number | null;

  @NumberColumn('score_credit', 'optional', 640)
  score_credit?: number | null;
}

/** A client as models see one. The model's own schema checks it, so that it is not checked twice. */
@CheckedByFeatureSchema()
export class ClientFeaturesDto extends FeatureColumns {}

/** The same columns for bodies that this library checks itself. */
export class ClientBodyDto extends FeatureColumns {}
