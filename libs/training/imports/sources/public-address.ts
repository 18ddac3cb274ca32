import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses that mean something only to this machine or its network, IPv4-mapped ones included. */
const inward = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inward.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inward.addSubnet(network, prefix, 'ipv6');

export function isInward(address: string): boolean {
  const family = isIP(address);
  return family === 0 || inward.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Resolves a name for a connection and refuses inward addresses: what is checked is what is connected to, so that a
 * name that changes in between gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const outward = addresses.filter(({ address }) => !isInward(address));
    const [first] = outward;
    if (!first) return callback(new Error('The name leads to an inward address'), '', 0);
    if (options.all === true) callback(null, outward);
    else callback(null, first.address, first.family);
  });
};
