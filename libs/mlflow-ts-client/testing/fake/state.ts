import { randomUUID } from 'node:crypto';

export interface StoredExperiment {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string;
  lifecycleStage: 'active' | 'deleted';
  readonly createdAt: number;
  readonly tags: Map<string, string>;
}

export interface StoredMetric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
  readonly modelId: string | undefined;
}

export interface StoredDataset {
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | undefined;
  readonly profile: string | undefined;
  readonly tags: Map<string, string>;
}

export interface StoredRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly artifactUri: string;
  readonly userId: string;
  readonly startTime: number | undefined;
  runName: string;
  status: string;
  endTime: number | undefined;
  lifecycleStage: 'active' | 'deleted';
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly metrics: StoredMetric[];
  readonly datasets: StoredDataset[];
  readonly outputs: { readonly modelId: string; readonly step: number }[];
}

export interface StoredLoggedModel {
  readonly modelId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly modelType: string;
  readonly sourceRunId: string;
  readonly artifactUri: string;
  readonly createdAt: number;
  status: string;
  isDeleted: boolean;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
}

export interface StoredVersion {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly runId: string;
  readonly modelId: string | undefined;
  readonly createdAt: number;
  description: string;
  /** PENDING_REGISTRATION or FAILED_REGISTRATION may be set by a test. */
  status: string;
  readonly tags: Map<string, string>;
}

export interface StoredRegisteredModel {
  readonly name: string;
  readonly createdAt: number;
  description: string;
  readonly tags: Map<string, string>;
  /** Version by alias. */
  readonly aliases: Map<string, string>;
  nextVersion: number;
}

/** Everything the server holds; tests read it, and may change it. */
export class FakeState {
  readonly experiments = new Map<string, StoredExperiment>();
  readonly runs = new Map<string, StoredRun>();
  readonly loggedModels = new Map<string, StoredLoggedModel>();
  readonly registeredModels = new Map<string, StoredRegisteredModel>();
  readonly versions: StoredVersion[] = [];
  /** By path below the artifact root, such as `1/<run id>/artifacts/model/MLmodel`. */
  readonly artifacts = new Map<string, Uint8Array>();
  /** Where new experiments keep their artifacts; `mlflow-artifacts:` is the proxy. */
  artifactRoot = 'mlflow-artifacts:';

  readonly newId = (): string => randomUUID().replaceAll('-', '');

  /** Path of an artifact URI below the root. */
  artifactPath(artifactUri: string): string {
    return artifactUri.slice(this.artifactRoot.length).replace(/^\/+/, '');
  }
}
