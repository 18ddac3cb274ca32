import { describe, expect, it } from '@jest/globals';
import { sourceOf } from './source-address.js';

describe('the source of a request', () => {
  it('is an IPv4 address, also when it is mapped into IPv6', () => {
    expect(sourceOf('192.0.2.7')).toBe('192.0.2.7');
    expect(sourceOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('is the /64 network of an IPv6 address: %s', (address, network) => {
    expect(sourceOf(address)).toBe(network);
  });

  it('is the text itself when it is no address', () => {
    expect(sourceOf('unknown')).toBe('unknown');
  });
});
