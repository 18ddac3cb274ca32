export { applicationRole } from './connection-settings.js';
export { migrationDataSource } from './data-source.js';
export {
  isDatabaseUnavailable,
  isDuplicate,
  isRelationMissing,
  isUnreadableValue,
  isWriteRefused,
  hasDependents,
  isLockTimeout,
  violatedConstraint,
} from './database-errors.js';
export { DatabaseModule, type DatabaseOptions } from './database.module.js';
export { DirectConnections } from './direct-connections.js';
export { EmbeddedPostgres } from './embedded/embedded-postgres.js';
export { type DatabaseAddresses, provisionDatabase } from './embedded/provision.js';
export { type DatabaseInspection, inspectDatabase } from './inspect.js';
export { keysetPage, type KeysetOptions } from './keyset-page.js';
export { migrateDatabase } from './migrate.js';
export { Notifications } from './notifications.js';
export { type HeldLock, SessionLocks } from './session-locks.js';
export { threadConnection } from './thread-connection.js';
