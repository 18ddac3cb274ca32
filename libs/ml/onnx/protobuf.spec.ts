import { describe, expect, it } from '@jest/globals';
import { ProtobufMessage } from './protobuf.js';

const hex = (message: ProtobufMessage): string => Buffer.from(message.finish()).toString('hex');

// The examples of https://protobuf.dev/programming-guides/encoding/.
describe('protobuf fields', () => {
  it('are tag and varint for integers', () => {
    expect(hex(new ProtobufMessage().integer(1, 150))).toBe('089601');
    expect(hex(new ProtobufMessage().integer(1, 0))).toBe('0800');
    expect(hex(new ProtobufMessage().integer(20, 2))).toBe('a00102');
  });

  it('take ten bytes for a negative integer', () => {
    expect(hex(new ProtobufMessage().integer(1, -2))).toBe('08feffffffffffffffff01');
  });

  it('are tag, length in bytes and UTF-8 for strings', () => {
    expect(hex(new ProtobufMessage().string(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(new ProtobufMessage().string(2, 'é'))).toBe('1202c3a9');
  });

  it('nest', () => {
    const inner = new ProtobufMessage().integer(1, 150);
    expect(hex(new ProtobufMessage().message(3, inner))).toBe('1a03089601');
  });
});
