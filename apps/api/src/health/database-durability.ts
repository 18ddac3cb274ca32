/** Whether PostgreSQL keeps what it acknowledges (fsync and its kin are on), as seen at start. */
export class DatabaseDurability {
  constructor(readonly durable: boolean) {}
}
