import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { ProblemDto } from '#libs/sdk';

/** The committed document, which the SDK is generated from. */
export const openApi = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../openapi.json'), 'utf8'),
) as OpenAPIObject;

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(openApi, 'openapi.json');
const isProblem = ajv.getSchema('openapi.json#/components/schemas/ProblemDto')!;

/** What would tell an attacker about the inside: stacks, files, packages, classes, SQL. */
const internals =
  /node_modules|\bat \w+[ .]\S*\(|\.[jt]s:\d|Error:|FST_|QueryFailed|typeorm|fastify|nestjs|SELECT |relation "|column "/i;

/** Reads an error answer and checks everything that every error of the API owes its caller. */
export async function problemOf(response: Response): Promise<ProblemDto> {
  const text = await response.text();
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = JSON.parse(text) as ProblemDto;
  expect(isProblem(problem) ? [] : isProblem.errors).toEqual([]);
  expect(problem.status).toBe(response.status);
  expect(response.headers.get('x-request-id')).toBe(problem.request_id);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(text).not.toMatch(internals);
  return problem;
}

/** The error that a promise of the SDK ends with. */
export function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => {
      throw new Error('the call was expected to fail');
    },
    (error: unknown) => error,
  );
}

/** What of a value is not as the contract describes it. */
export function contractProblems(schema: string, value: unknown): unknown[] {
  const isValid = ajv.getSchema(`openapi.json#/components/schemas/${schema}`)!;
  return isValid(value) ? [] : isValid.errors!;
}
