import type { ModelDefinition, ModelVersionEntity, RequestColumns } from '#libs/models';

/** A model as it answers now. */
export interface ServingModel {
  readonly definition: ModelDefinition;
  readonly version: ModelVersionEntity;
  /** In force, which need not be the trained one; null where the version has none. */
  readonly threshold: number | null;
  readonly columns: RequestColumns;
  /** Address of the API. */
  readonly server: string;
}
