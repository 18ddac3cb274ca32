import { ApplicationRole1764000000001 } from './1764000000001-application-role.js';
import { Audit1764000000002 } from './1764000000002-audit.js';
import { Clients1764000000020 } from './1764000000020-clients.js';

/** In the order they run. A migration that has been released is never edited: write another one. */
export const migrations = [ApplicationRole1764000000001, Audit1764000000002, Clients1764000000020];
