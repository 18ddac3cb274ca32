import { lookup } from 'node:dns';
import { get as httpGet, type IncomingMessage, type RequestOptions } from 'node:http';
import { get as httpsGet } from 'node:https';
import { promisify } from 'node:util';
import { isInward, publicLookup } from './public-address.js';

const mostRedirects = 5;
/** Without a byte from the other side. */
const idleTimeoutMs = 30_000;

/**
 * GET with redirects. The token goes to the origin that it is for and to no other. A redirect leads from https to https
 * only, and never inward (to this machine or its network) unless the configured host is there itself: a hub that was
 * taken over must not make us ask our own services.
 *
 * @throws Error for what cannot be reached, and for redirects that are not followed
 */
export async function getFollowing(
  start: URL,
  token: string | undefined,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const mayGoInward = await leadsInward(start.hostname);
  let url = start;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const isHome = url.origin === start.origin;
    const headers = token !== undefined && isHome ? { authorization: `Bearer ${token}` } : {};
    const response = await send(url, { headers, signal, ...(mayGoInward ? {} : { lookup: publicLookup }) });
    const { statusCode = 0, headers: given } = response;
    if (statusCode < 300 || statusCode > 399 || given.location === undefined) return response;
    response.destroy();
    const next = new URL(given.location, url);
    const isDowngrade = url.protocol === 'https:' && next.protocol !== 'https:';
    if (isDowngrade || !['http:', 'https:'].includes(next.protocol))
      throw new Error('A redirect leads away from https');
    const literal = next.hostname.replace(/^\[|\]$/g, '');
    if (!mayGoInward && /^[\d.]+$|:/.test(literal) && isInward(literal))
      throw new Error('A redirect leads to an inward address');
    url = next;
  }
  throw new Error(`More than ${mostRedirects} redirects`);
}

async function leadsInward(hostname: string): Promise<boolean> {
  const addresses = await promisify(lookup)(hostname.replace(/^\[|\]$/g, ''), { all: true });
  return addresses.some(({ address }) => isInward(address));
}

function send(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? httpsGet : httpGet;
    const request = get(url, { ...options, timeout: idleTimeoutMs }, resolve);
    request.on('timeout', () => request.destroy(new Error('Nothing came for too long')));
    request.on('error', reject);
  });
}
