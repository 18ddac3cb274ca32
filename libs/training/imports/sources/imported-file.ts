import type { RunOrigin } from '../../runs/run-origin.js';

/** A model file as it came, and where from. */
export interface ImportedFile {
  readonly bytes: Uint8Array;
  readonly kind: RunOrigin['kind'];
  readonly uri: string;
}
