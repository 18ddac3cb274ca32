import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VeridictOperations } from '#libs/sdk';
import { openApi } from '../support/problem.js';
import { VeridictServer } from '../support/veridict-server.js';

type Json = Record<string, unknown>;
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const document = openApi as unknown as {
  openapi: string;
  paths: Record<string, Record<string, Json>>;
  components: { schemas: Record<string, Json>; securitySchemes: Json };
};
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  methods.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
);

/** Every schema with the place where it stands. */
function* schemas(node: unknown, place: string): Generator<{ place: string; schema: Json }> {
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Json;
  if ('type' in schema || 'enum' in schema || '$ref' in schema || 'anyOf' in schema) yield { place, schema };
  for (const [key, value] of Object.entries(schema)) {
    // Examples are values.
    if (key !== 'example' && key !== 'examples' && key !== 'default')
      yield* schemas(value, `${place}/${key}`);
  }
}
const all = [
  ...schemas(document.paths, '#/paths'),
  ...schemas(document.components.schemas, '#/components/schemas'),
].filter(({ place }) => !place.endsWith('/properties'));
const typesOf = ({ type }: Json): unknown[] => [type].flat();

const failing = (type: string, isBounded: (schema: Json) => boolean): string[] =>
  all
    .filter(({ schema }) => typesOf(schema).includes(type) && !isBounded(schema))
    .map(({ place, schema }) => `${place} ${JSON.stringify(schema)}`);

describe('the contract', () => {
  it('is OpenAPI 3.1.0 and uses nothing of 3.0', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(all.filter(({ schema }) => 'nullable' in schema).map(({ place }) => place)).toEqual([]);
  });

  it('names every operation once, with a verb in camelCase', () => {
    const ids = operations.map(({ operation }) => String(operation['operationId']));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)*$/.test(id))).toEqual([]);
  });

  it('describes every operation: summary, tag, security or openness, an answer with a type', () => {
    const incomplete = operations.flatMap(({ operation }) => {
      const responses = Object.entries(operation['responses'] as Record<string, Json>);
      const successes = responses.filter(([status]) => status.startsWith('2'));
      const problems = [
        !operation['summary'] && 'summary',
        !(operation['tags'] as unknown[])?.length && 'tag',
        !Array.isArray(operation['security']) && 'security',
        successes.length === 0 && 'success',
        successes.some(([status, response]) => status !== '204' && !response['content']) &&
          'type of the answer',
      ];
      return problems.filter(Boolean).map((problem) => `${String(operation['operationId'])}: ${problem}`);
    });
    expect(incomplete).toEqual([]);
  });

  it('declares for each operation the errors that its access and its input imply, as one problem type', () => {
    const missing = operations.flatMap(({ operation }) => {
      const responses = operation['responses'] as Record<string, { content?: Record<string, Json> }>;
      const guarded = (operation['security'] as unknown[]).length > 0;
      const input = 'requestBody' in operation || ((operation['parameters'] as unknown[]) ?? []).length > 0;
      const needed = [
        ...['400', '429', '500', '503'],
        ...(guarded ? ['401', '403'] : []),
        ...(input && operation['operationId'] !== 'issueToken' ? ['422'] : []),
        ...('requestBody' in operation ? ['413', '415'] : []),
      ];
      const undeclared = needed.filter((status) => !responses[status]);
      const other = Object.entries(responses)
        .filter(([status]) => Number(status) >= 400)
        .filter(
          ([, response]) =>
            (response.content?.['application/problem+json']?.['schema'] as Json)?.['$ref'] !==
            '#/components/schemas/ProblemDto',
        )
        .map(([status]) => status);
      return [...undeclared, ...other].map((status) => `${String(operation['operationId'])} ${status}`);
    });
    expect(missing).toEqual([]);
  });

  it('names its schemas: no object and no enumeration of several values stands inline', () => {
    const inline = all.filter(({ place, schema }) => {
      if (/^#\/components\/schemas\/[^/]+$/.test(place)) return false;
      const isObject = schema['type'] === 'object' && 'properties' in schema;
      // A file in a form can be described in no other place.
      if (isObject) return !place.includes('multipart~1form-data') && !place.includes('multipart/form-data');
      return Array.isArray(schema['enum']) && schema['enum'].length > 1;
    });
    expect(inline.map(({ place }) => place)).toEqual([]);
  });

  it('has schema names that generators keep: no digit at the end, nothing inline', () => {
    const names = Object.keys(document.components.schemas);
    expect(names.filter((name) => /\d$|^Inline|^Object$|_/.test(name))).toEqual([]);
  });

  it('points only to what is there', () => {
    const broken = all
      .map(({ schema }) => schema['$ref'])
      .filter((reference): reference is string => typeof reference === 'string')
      .filter((reference) => !document.components.schemas[reference.replace('#/components/schemas/', '')]);
    expect(broken).toEqual([]);
  });

  it('bounds every text: length, and pattern, format or enumeration', () => {
    const bounded = (schema: Json): boolean =>
      'enum' in schema ||
      'const' in schema ||
      ('maxLength' in schema && ('pattern' in schema || 'format' in schema));
    expect(failing('string', bounded)).toEqual([]);
  });

  it('has patterns that compile as ECMAScript, with and without the flag u', () => {
    const patterns = all.map(({ schema }) => schema['pattern']).filter(Boolean) as string[];
    for (const pattern of patterns) {
      expect(() => new RegExp(pattern, 'u')).not.toThrow();
      expect(() => new RegExp(pattern)).not.toThrow();
    }
  });

  it('bounds every list', () => {
    expect(failing('array', (schema) => 'maxItems' in schema)).toEqual([]);
  });

  it('bounds every number, and says how wide an integer is', () => {
    const bounded = (schema: Json): boolean => 'minimum' in schema && 'maximum' in schema;
    expect(failing('number', bounded)).toEqual([]);
    expect(failing('integer', (schema) => bounded(schema) && 'format' in schema)).toEqual([]);
  });

  it('refuses unknown fields in bodies, and says so', () => {
    const bodies = operations
      .map(({ operation }) => operation['requestBody'] as { content?: Record<string, { schema: Json }> })
      .flatMap((body) => Object.values(body?.content ?? {}))
      .map(({ schema }) => (typeof schema['$ref'] === 'string' ? schema['$ref'] : '').split('/').at(-1)!)
      .filter(Boolean);
    const open = bodies.filter((name) => {
      const schema = document.components.schemas[name]!;
      return 'properties' in schema && schema['additionalProperties'] !== false;
    });
    expect(open).toEqual([]);
  });

  it('is one method of the SDK per operation', () => {
    const inSdk = Object.getOwnPropertyNames(VeridictOperations.prototype).filter(
      (name) => name !== 'constructor',
    );
    expect(inSdk.sort()).toEqual(operations.map(({ operation }) => String(operation['operationId'])).sort());
  });
});

describe('the running server', () => {
  let server: VeridictServer;

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'empty' });
  });
  afterAll(() => server?.stop());

  it('serves the committed document', async () => {
    const response = await fetch(`${server.url}/openapi.json`);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toEqual(openApi);
  });

  it('knows every documented route, and tells what it does not know', async () => {
    for (const { path, method } of operations) {
      const response = await fetch(server.url + path.replace(/\{\w+\}/g, '1'), {
        method: method.toUpperCase(),
      });
      await response.body?.cancel();
      expect(`${method} ${path} ${[404, 405].includes(response.status)}`).toBe(`${method} ${path} false`);
    }
    expect((await fetch(`${server.url}/no/such/route`)).status).toBe(404);
  });
});
