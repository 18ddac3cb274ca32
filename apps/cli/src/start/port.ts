import { createServer } from 'node:net';
import { UserError } from '../user-error.js';

/** Asks before the long steps, so that a port in use is not found out at the end. */
export function ensurePortIsFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, () => server.close(() => resolve()));
  });
}

export function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new UserError(`Port ${port} on ${host} is in use: stop the program that uses it, or set PORT.`);
    case 'EACCES':
      return new UserError(`Port ${port} may not be used by this account: set PORT to 1024 or more.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UserError(`HOST ${host} is no address of this machine: set HOST to 127.0.0.1 or 0.0.0.0.`);
    default:
      return error;
  }
}
