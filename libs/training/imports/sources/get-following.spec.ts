import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { getFollowing } from './get-following.js';
import { isInward, publicLookup } from './public-address.js';

const servers: Server[] = [];
const signal = new AbortController().signal;

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/start`);
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('a download', () => {
  it('follows redirects, and shows the token to the first origin alone', async () => {
    const shown: (string | undefined)[] = [];
    const store = await serve((request, response) => {
      shown.push(request.headers.authorization);
      response.end('file');
    });
    const hub = await serve((request, response) => {
      shown.push(request.headers.authorization);
      const location = request.url === '/start' ? '/moved' : store.href;
      response.writeHead(307, { location }).end();
    });
    const response = await getFollowing(hub, 'secret', signal);
    expect(response.statusCode).toBe(200);
    response.destroy();
    expect(shown).toEqual(['Bearer secret', 'Bearer secret', undefined]);
  });

  it('goes round in circles five times, not for ever', async () => {
    let asked = 0;
    const circle = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: '/start' }).end();
    });
    await expect(getFollowing(circle, undefined, signal)).rejects.toThrow('More than 5 redirects');
    expect(asked).toBe(6);
  });

  it('does not leave HTTP', async () => {
    const odd = await serve((_, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    await expect(getFollowing(odd, undefined, signal)).rejects.toThrow('A redirect leads away from https');
  });
});

describe('an inward address', () => {
  it('is one of this machine or its network, in whatever notation', () => {
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '0.0.0.0',
      '100.64.0.1',
      '::1',
      '::',
      'fd00::1',
      'fe80::1',
      '::ffff:127.0.0.1',
      '::ffff:169.254.169.254',
      'no address',
    ])
      expect(`${address} ${isInward(address)}`).toBe(`${address} true`);
    for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])
      expect(`${address} ${isInward(address)}`).toBe(`${address} false`);
  });

  it('is not connected to, however its name is resolved', async () => {
    const outcome = await new Promise((resolve) =>
      publicLookup('localhost', { all: true }, (error) => resolve(error?.message)),
    );
    expect(outcome).toBe('The name leads to an inward address');
  });
});
