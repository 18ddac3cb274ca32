import { expect, it } from '@jest/globals';
import { MlflowError } from '../../index.js';
import { clientOf, freshRun, type ContractServer } from './contract-server.js';

const PATHS = [
  'card.md',
  'plots/Verlust je Epoche.svg',
  'plots/Größe & Gewicht 100%.txt',
  'plots/100%/50%.txt',
  'a b/ü/c+d=e;f,g?h.bin',
];

export function artifactCases(server: () => ContractServer): void {
  it.each(PATHS)('returns the bytes of "%s" as they were given', async (path) => {
    const client = clientOf(server());
    const run = await freshRun(client);
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);
    await client.artifacts.upload(run, path, bytes);
    expect(await client.artifacts.download(run, path)).toEqual(bytes);
    expect(await client.artifacts.downloadFromRun(run.runId, path)).toEqual(bytes);
    const directory = path.split('/').slice(0, -1).join('/');
    const entry = { path, isDirectory: false, size: 1000 };
    expect(await client.artifacts.list(run, directory || undefined)).toEqual([entry]);
    expect((await client.artifacts.listOfRun(run.runId, directory || undefined)).items).toEqual([entry]);
  });

  it('replaces a file, keeps an empty one, and lists directories without what is in them', async () => {
    const client = clientOf(server());
    const run = await freshRun(client);
    await client.artifacts.upload(run, 'model/MLmodel', new TextEncoder().encode('first, and longer'));
    await client.artifacts.upload(run, 'model/MLmodel', new TextEncoder().encode('second'));
    await client.artifacts.upload(run, 'empty.txt', new Uint8Array(0));
    expect(new TextDecoder().decode(await client.artifacts.download(run, 'model/MLmodel'))).toBe('second');
    expect(await client.artifacts.download(run, 'empty.txt')).toHaveLength(0);
    const listed = (await client.artifacts.list(run)).toSorted((a, b) => a.path.localeCompare(b.path));
    expect(listed).toEqual([
      { path: 'empty.txt', isDirectory: false, size: undefined },
      { path: 'model', isDirectory: true, size: undefined },
    ]);
    expect(await client.artifacts.list(run, 'model')).toEqual([
      { path: 'model/MLmodel', isDirectory: false, size: 6 },
    ]);
  });

  it('does not write names that the server would change', async () => {
    const client = clientOf(server());
    const run = await freshRun(client);
    for (const path of ['100%25.txt', '../up.txt', '/etc/up.txt', 'a//b', 'a#b']) {
      await expect(client.artifacts.upload(run, path, new Uint8Array(1))).rejects.toMatchObject({
        errorCode: 'INVALID_PARAMETER_VALUE',
        kind: 'refused',
      });
    }
    expect(await client.artifacts.list(run)).toEqual([]);
  });

  it('lists nothing where nothing was written', async () => {
    const client = clientOf(server());
    const run = await freshRun(client);
    expect(await client.artifacts.list(run)).toEqual([]);
    expect((await client.artifacts.listOfRun(run.runId)).items).toEqual([]);
  });

  it('takes files of some megabytes and stops reading at the limit', async () => {
    const client = clientOf(server());
    const run = await freshRun(client);
    const bytes = new Uint8Array(3_000_000).fill(65);
    await client.artifacts.upload(run, 'table.csv', bytes);
    expect(await client.artifacts.download(run, 'table.csv', { maximumBytes: 3_000_000 })).toHaveLength(
      3_000_000,
    );
    await expect(
      client.artifacts.download(run, 'table.csv', { maximumBytes: 2_999_999 }),
    ).rejects.toMatchObject({
      errorCode: 'RESPONSE_TOO_LARGE',
    });
  });

  it('fails for a file that is not there', async () => {
    const client = clientOf(server());
    const run = await freshRun(client);
    await expect(client.artifacts.download(run, 'absent.txt', {})).rejects.toBeInstanceOf(MlflowError);
  });
}
