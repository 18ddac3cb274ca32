import { CheckedByFeatureSchema } from '#libs/platform';
import { EmployeeColumn, EmployeeColumns } from './employee-columns.js';

class FeatureColumns extends EmployeeColumns {
  @EmployeeColumn('annee_experience_totale', 'optional', 8)
  annee_experience_totale?: number | null;

  @EmployeeColumn('annees_dans_le_poste_actuel', 'optional', 4)
  annees_dans_le_poste_actuel?: number | null;

  @EmployeeColumn('note_evaluation_actuelle', 'optional', 3)
  note_evaluation_actuelle?: number | null;

  @EmployeeColumn('niveau_hierarchique_poste', 'optional', 2)
  niveau_hierarchique_poste?: number | null;

  @EmployeeColumn('annees_sous_responsable_actuel', 'optional', 5)
  annees_sous_responsable_actuel?: number | null;
}

/** An employee as models see one. The model's own schema checks it, so that it is not checked twice. */
@CheckedByFeatureSchema()
export class EmployeeFeaturesDto extends FeatureColumns {}

/** The same columns for bodies that this library checks itself. */
export class EmployeeBodyDto extends FeatureColumns {}
