import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Clients1764000000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE clients (
        id bigint GENERATED ALWAYS AS IDENTITY,
        age double precision NOT NULL,
        sport_licence boolean NOT NULL,
        niveau_etude text NOT NULL,
        revenu_estime_mois double precision NOT NULL,
        risque_personnel double precision NOT NULL,
        loyer_mensuel double precision,
        anciennete_ans double precision NOT NULL,
        montant_pret double precision,
        historique_credits double precision,
        score_credit double precision,
        situation_familiale text,
        region text,
        smoker boolean,
        sexe text,
        nationalite_francaise boolean,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_clients PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX ix_clients_age ON clients (age, id)`);
    await runner.query(`CREATE INDEX ix_clients_revenu_estime_mois ON clients (revenu_estime_mois, id)`);
    await runner.query(`CREATE INDEX ix_clients_created_at ON clients (created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE clients`);
  }
}
