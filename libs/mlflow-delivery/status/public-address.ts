/** The tracking URI as it may be shown: user name and password stay ours. */
export function publicAddress(trackingUri: string): string {
  const url = new URL(trackingUri);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
