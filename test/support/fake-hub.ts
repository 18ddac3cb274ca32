import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A hub of model files on two origins: the second one, which is not the hub's, hands the files out. */
export class FakeHub {
  /** What each origin was asked, with the credential that came along. */
  readonly asked: { origin: 'hub' | 'store'; path: string; authorization: string | undefined }[] = [];
  /** Answers every call with this status, while it is set. */
  failWith: number | undefined;
  private readonly hub: Server;
  private readonly store: Server;

  /** @param files by path on the hub */
  constructor(private readonly files: Readonly<Record<string, Uint8Array>>) {
    this.hub = createServer((request, response) => {
      this.note('hub', request);
      const known = Object.hasOwn(this.files, request.url ?? '');
      if (this.failWith !== undefined) response.writeHead(this.failWith).end();
      else if (!known) response.writeHead(404).end();
      else response.writeHead(302, { location: `${addressOf(this.store)}${request.url}` }).end();
    });
    this.store = createServer((request, response) => {
      this.note('store', request);
      response.end(this.files[request.url ?? '']);
    });
  }

  async start(): Promise<string> {
    for (const server of [this.hub, this.store])
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return addressOf(this.hub);
  }

  async stop(): Promise<void> {
    for (const server of [this.hub, this.store]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private note(origin: 'hub' | 'store', { url = '', headers }: IncomingMessage): void {
    this.asked.push({ origin, path: url, authorization: headers.authorization });
  }
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
