import type { Encoding } from '../encoding/encoding.js';
import type { Table } from '../table/table.js';
import type { Network } from './network.js';
import type { OutputScale } from './shapley.js';

/** Everything that training learned. */
export interface MlpParts {
  /** In the order of the model columns. */
  readonly encodings: readonly Encoding[];
  readonly network: Network;
  readonly scale: OutputScale;
  /** What explanations compare with; no training row is in it. */
  readonly background: Table;
}
