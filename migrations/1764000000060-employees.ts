import type { MigrationInterface, QueryRunner } from 'typeorm';
import { employeeFunctions, employeeTable } from './employees/employees.js';
import { martView } from './employees/mart.js';
import { rawTables } from './employees/raw.js';
import { stagingTables } from './employees/staging.js';

/** From the three HR extracts to the rows that the model `attrition` learns from: raw, staging, employees, mart. */
export class Employees1764000000060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [...rawTables, ...employeeTable, ...stagingTables, ...employeeFunctions, ...martView];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP SCHEMA mart CASCADE`);
    await runner.query(`DROP SCHEMA staging CASCADE`);
    await runner.query(`DROP TABLE public.employees`);
    await runner.query(`DROP SCHEMA raw CASCADE`);
  }
}
