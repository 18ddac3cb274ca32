import type { WireField } from './wire.js';

/** An ONNX file of another program, as far as it must be understood to be led to our contract. */
export interface ForeignModel {
  readonly irVersion: number;
  /** Version per domain; the default one is ''. */
  readonly operatorSets: ReadonlyMap<string, number>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Producer, domain, model version and text of the file: fields 2 to 6. */
  readonly provenance: readonly WireField[];
  readonly graph: ForeignGraph;
}

export interface ForeignGraph {
  readonly nodes: readonly ForeignNode[];
  /** TensorProto messages by name. */
  readonly constants: ReadonlyMap<string, Uint8Array>;
  /** Without those that a constant has the value of, which before IR 4 was how constants were declared. */
  readonly inputs: readonly ForeignPort[];
  readonly outputs: readonly ForeignPort[];
  /** Every field of GraphProto, to be copied. */
  readonly fields: readonly WireField[];
}

export interface ForeignNode {
  readonly operator: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** AttributeProto messages by name. */
  readonly attributes: ReadonlyMap<string, Uint8Array>;
  /** The NodeProto message. */
  readonly message: Uint8Array;
}

export interface ForeignPort {
  readonly name: string;
  readonly type: PortType;
}

export type PortType =
  | {
      readonly kind: 'tensor';
      readonly element: number;
      /** A dimension without a number is undefined; undefined as a whole where nothing is declared. */
      readonly shape: readonly (number | undefined)[] | undefined;
    }
  | { readonly kind: 'sequence' | 'other' };
