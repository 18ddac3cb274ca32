import { encodeNode, type GraphNode } from '../node.js';
import { ProtobufMessage } from '../protobuf.js';
import { encodeTensor, type Tensor } from '../tensor.js';
import { ELEMENT } from './elements.js';

/** Nodes and constants that stand around a foreign graph; every name that it makes is free. */
export class Wrapping {
  readonly before: ProtobufMessage[] = [];
  readonly after: ProtobufMessage[] = [];
  readonly constants: ProtobufMessage[] = [];

  /** @param taken names of the outer inputs and outputs; foreign names have a prefix that none of ours begins with */
  constructor(private readonly taken: Set<string>) {}

  constant(wishedName: string, tensor: Tensor): string {
    const name = this.free(wishedName);
    this.constants.push(encodeTensor(name, tensor));
    return name;
  }

  scalar(wishedName: string, type: 'double' | 'int64', value: number): string {
    return this.constant(wishedName, { type, shape: [], values: [value] });
  }

  texts(wishedName: string, values: readonly string[]): string {
    const name = this.free(wishedName);
    const tensor = new ProtobufMessage().integer(1, values.length).integer(2, ELEMENT.string);
    for (const value of values) tensor.string(6, value);
    this.constants.push(tensor.string(8, name));
    return name;
  }

  /** A node whose output gets a free name. */
  node(place: 'before' | 'after', wishedName: string, node: Omit<GraphNode, 'outputs'>): string {
    return this.output(place, this.free(wishedName), node);
  }

  /** A node whose output has the very name. */
  output(place: 'before' | 'after', name: string, node: Omit<GraphNode, 'outputs'>): string {
    this[place].push(encodeNode({ ...node, outputs: [name] }));
    return name;
  }

  private free(wishedName: string): string {
    let name = wishedName;
    for (let suffix = 2; this.taken.has(name); suffix += 1) name = `${wishedName}_${suffix}`;
    this.taken.add(name);
    return name;
  }
}
