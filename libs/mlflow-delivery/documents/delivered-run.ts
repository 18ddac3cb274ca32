import type { DatasetDefinition } from '#libs/datasets';
import type { ModelCardDetails, ModelDefinition, ModelVersionEntity } from '#libs/models';
import type { TrainingRunEntity } from '#libs/training';

/** Everything that a delivery is made of, read from the database: what it says never depends on when it is sent. */
export interface DeliveredRun {
  readonly run: TrainingRunEntity;
  readonly model: ModelDefinition;
  readonly dataset: DatasetDefinition;
  /** Null when the run made none: it failed or was cancelled. */
  readonly version: DeliveredVersion | null;
  /** Null where copies are switched off, and of runs that learned nothing. */
  readonly copy: DatasetCopy | null;
}

export interface DeliveredVersion {
  readonly row: ModelVersionEntity;
  readonly cardDetails: ModelCardDetails;
  readonly onnx: Uint8Array;
}

export interface DatasetCopy {
  /** UTF-8, header and rows. */
  readonly csv: Uint8Array;
  readonly rowCount: number;
}

/** One file among the artifacts of a run or a model. */
export interface ArtifactFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly content: Uint8Array;
}
