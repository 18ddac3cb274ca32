import { ClientsHttpModule } from '#libs/clients';
import { type RowsApp, startRowsApp } from './rows-app.js';

export { actorOf } from './rows-app.js';
export type ClientsApp = RowsApp;

export const startClientsApp = (): Promise<ClientsApp> => startRowsApp(ClientsHttpModule);
