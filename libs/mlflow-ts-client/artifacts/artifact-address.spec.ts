import { describe, expect, it } from '@jest/globals';
import { artifactUrl, listUrl } from './artifact-address.js';

const BASE = 'https://ml.example/flow';

describe('the address of an artifact', () => {
  it.each([
    ['mlflow-artifacts:/1/r/artifacts', `${BASE}/api/2.0/mlflow-artifacts/artifacts/1/r/artifacts/a.txt`],
    ['mlflow-artifacts:///1/r', `${BASE}/api/2.0/mlflow-artifacts/artifacts/1/r/a.txt`],
    ['mlflow-artifacts:/', `${BASE}/api/2.0/mlflow-artifacts/artifacts/a.txt`],
    [
      'mlflow-artifacts://store:8080/1/r',
      'https://store:8080/flow/api/2.0/mlflow-artifacts/artifacts/1/r/a.txt',
    ],
    [
      'mlflow-artifacts:/api/2.0/mlflow-artifacts/artifacts/1/r',
      `${BASE}/api/2.0/mlflow-artifacts/artifacts/1/r/a.txt`,
    ],
    ['mlflow-artifacts:/team x/r#1', `${BASE}/api/2.0/mlflow-artifacts/artifacts/team%20x/r%231/a.txt`],
    ['http://files.example/root/', 'http://files.example/root/a.txt'],
  ])('below %s', (artifactUri, expected) => {
    expect(artifactUrl({ artifactUri }, 'a.txt', BASE).href).toBe(expected);
  });

  it('keeps every character of a name', () => {
    const { pathname } = artifactUrl({ artifactUri: 'mlflow-artifacts:/1' }, 'a b/ü%#?&+.txt', BASE);
    expect(pathname.split('/').slice(-2).map(decodeURIComponent)).toEqual(['a b', 'ü%#?&+.txt']);
  });

  it.each(['', '/a', 'a/', 'a//b', '.', '../a', 'a/../../b', 'a/./b', '%2e%2e/a', 'a%2Fb'])(
    'is refused for the path "%s"',
    (path) => {
      const root = { artifactUri: 'mlflow-artifacts:/1' };
      const refused = expect.objectContaining({ errorCode: 'INVALID_PARAMETER_VALUE', kind: 'refused' });
      expect(() => artifactUrl(root, path, BASE)).toThrow(refused);
    },
  );

  it.each(['s3://bucket/1', 'gs://bucket/1', 'file:///srv/mlruns/1', '/srv/mlruns/1', 'dbfs:/x'])(
    'is refused for %s, with what to change',
    (artifactUri) => {
      const refused = {
        errorCode: 'ARTIFACT_STORE_UNSUPPORTED',
        kind: 'misconfigured',
        message: expect.stringContaining('--serve-artifacts') as unknown as string,
      };
      expect(() => artifactUrl({ artifactUri }, 'a', BASE)).toThrow(expect.objectContaining(refused));
    },
  );

  it('leads to the listing of the same server, or to none', () => {
    const root = { artifactUri: 'mlflow-artifacts:/1/r ü/artifacts' };
    expect(listUrl(root, 'model', BASE)?.searchParams.get('path')).toBe('1/r ü/artifacts/model');
    expect(listUrl(root, undefined, BASE)?.pathname).toBe('/flow/api/2.0/mlflow-artifacts/artifacts');
    expect(listUrl({ artifactUri: 'http://files.example/root' }, undefined, BASE)).toBeUndefined();
  });
});
