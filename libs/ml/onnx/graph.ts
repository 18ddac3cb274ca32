import type { GraphNode } from './node.js';
import type { ElementType, Tensor } from './tensor.js';

/** A rank-1 graph input or output of symbolic length N. */
export interface GraphPort {
  readonly name: string;
  readonly type: ElementType;
}

/**
 * Collects a graph. Values are handed around by name; a wished name that is taken (a column may be called
 * `scaled`) gets a suffix, so columns never collide with the graph's inner values.
 */
export class Graph {
  readonly inputs: GraphPort[] = [];
  readonly outputs: GraphPort[] = [];
  readonly nodes: GraphNode[] = [];
  readonly constants: { readonly name: string; readonly tensor: Tensor }[] = [];
  private readonly taken: Set<string>;
  private readonly defined: Set<string>;

  /** `outputNames` are kept free for `output`; every input is declared here, before any inner value. */
  constructor(inputs: readonly GraphPort[], outputNames: readonly string[]) {
    this.inputs.push(...inputs);
    this.defined = new Set(inputs.map(({ name }) => name));
    this.taken = new Set([...this.defined, ...outputNames]);
  }

  constant(wishedName: string, tensor: Tensor): string {
    const name = this.free(wishedName);
    this.constants.push({ name, tensor });
    this.defined.add(name);
    return name;
  }

  /** Adds a node with one output and returns the output's name. */
  node(wishedName: string, node: Omit<GraphNode, 'outputs'>): string {
    const name = this.free(wishedName);
    this.append({ ...node, outputs: [name] });
    return name;
  }

  /** Adds the node that makes a graph output; the name is used as it is. */
  output(port: GraphPort, node: Omit<GraphNode, 'outputs'>): string {
    this.append({ ...node, outputs: [port.name] });
    this.outputs.push(port);
    return port.name;
  }

  /** ONNX Runtime takes nodes in any order, onnx.checker only after the nodes that make their inputs. */
  private append(node: GraphNode): void {
    const early = node.inputs.find((input) => !this.defined.has(input));
    if (early !== undefined) throw new Error(`${node.operator} reads ${early} before it is made`);
    this.nodes.push(node);
    for (const output of node.outputs) this.defined.add(output);
  }

  private free(wishedName: string): string {
    let name = wishedName;
    for (let suffix = 2; this.taken.has(name); suffix += 1) name = `${wishedName}_${suffix}`;
    this.taken.add(name);
    return name;
  }
}
