import { ApplicationRole1764000000001 } from './1764000000001-application-role.js';
import { Audit1764000000002 } from './1764000000002-audit.js';
import { Accounts1764000000010 } from './1764000000010-accounts.js';

/** In the order they run. A migration that has been released is never edited: write another one. */
export const migrations = [ApplicationRole1764000000001, Audit1764000000002, Accounts1764000000010];
