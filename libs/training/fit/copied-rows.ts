/** Which of what was read is kept for MLflow. */
export interface DatasetCopyTask {
  /** 0: nothing is kept. */
  readonly mostRows: number;
  /** Features and target that may be shown: neither identifier nor sensitive. */
  readonly columns: readonly string[];
}

/** Compressed CSV: what crosses into the database and waits there until it is delivered. */
export interface CopiedRows {
  readonly rowCount: number;
  readonly csvGzip: Uint8Array;
}
