import type { MigrationInterface, QueryRunner } from 'typeorm';
import { customerColumns } from './customers/columns.js';

/** Shaped as the tables that users import, so that the same routes write and read its rows. */
export class Customers1764000000110 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customers (
        "SK_ID_CURR" bigint NOT NULL,
        ${customerColumns.join(', ')},
        veridict_version integer NOT NULL DEFAULT 1,
        veridict_created_at timestamptz NOT NULL DEFAULT now(),
        veridict_updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_customers PRIMARY KEY ("SK_ID_CURR")
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE customers`);
  }
}
