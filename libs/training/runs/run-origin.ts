/** Where the file of an imported version came from. Runs that trained have none. */
export interface RunOrigin {
  readonly kind: 'mlflow' | 'file' | 'hugging_face' | 'upload';
  /** As the caller named it: `models:/loan-amount@champion`, a file's name, `owner/repository/file@revision`. */
  readonly uri: string;
  /**
   * Of the file as it came (of several, of the one made of them), lower-case hex; the version's own digest differs when
   * the graph was adapted.
   */
  readonly sha256: string;
}
