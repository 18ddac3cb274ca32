import { isIPv6 } from 'node:net';

/**
 * What counts as one source: an IPv4 address, or an IPv6 /64, since every customer of a provider has at
 * least 2^64 addresses of his own to attack from.
 */
export function sourceOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? 0 : tail.split(':').length;
    while (groups.length + after < 8) groups.push('0');
  }
  const network = groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''));
  while (network.length < 4) network.push('0');
  return `${network.join(':')}::/64`;
}
