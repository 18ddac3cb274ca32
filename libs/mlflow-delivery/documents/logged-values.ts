/** A param or a tag, within the lengths that MLflow takes. */
export interface LoggedText {
  readonly key: string;
  readonly value: string;
}

/** One point of a metric. */
export interface LoggedMetric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: Date;
  readonly step: number;
}

/** What a run learned from, in the form in which MLflow keeps it. */
export interface LoggedDataset {
  readonly dataset: {
    readonly name: string;
    readonly digest: string;
    readonly sourceType: string;
    /** JSON. */
    readonly source: string;
    /** JSON. */
    readonly schema: string;
    /** JSON. */
    readonly profile: string;
  };
  readonly tags: readonly LoggedText[];
}
