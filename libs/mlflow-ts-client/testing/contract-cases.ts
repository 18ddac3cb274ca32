import { describe } from '@jest/globals';
import { artifactCases } from './contract/artifact-cases.js';
import { errorCases } from './contract/error-cases.js';
import { experimentCases } from './contract/experiment-cases.js';
import { loggedModelCases } from './contract/logged-model-cases.js';
import { registryCases } from './contract/registry-cases.js';
import { runCases } from './contract/run-cases.js';
import type { ContractServer } from './contract/contract-server.js';

/**
 * The whole life of experiments, runs, artifacts, models, versions and aliases, as cases inside the caller's
 * `describe`. Each case makes experiments and models of its own, so a server may be used again and by several suites.
 *
 * @param server called when a case runs, so the server may be started in a `beforeAll`.
 */
export function mlflowContractCases(server: () => ContractServer): void {
  describe('experiments', () => experimentCases(server));
  describe('runs', () => runCases(server));
  describe('artifacts', () => artifactCases(server));
  describe('logged models', () => loggedModelCases(server));
  describe('registered models', () => registryCases(server));
  describe('errors', () => errorCases(server));
}
