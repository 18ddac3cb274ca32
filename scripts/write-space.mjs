// `node scripts/write-space.mjs <folder>`: writes the files of the Hugging Face Space. Spaces build the last stage
// of the Dockerfile at the top of their repository, and read their settings from its README.
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './project/command.mjs';
import { contextFilter } from './project/image/dockerignore.mjs';

const [folder] = process.argv.slice(2);
const commit = process.env.GIT_COMMIT ?? '';
if (!folder) stop('Usage: node scripts/write-space.mjs <folder>');
if (existsSync(folder) && readdirSync(folder).length > 0) stop(`${folder} is not empty.`);
if (!/^([0-9a-f]{7,64})?$/.test(commit)) stop('GIT_COMMIT must be 7 to 64 lower-case hexadecimal digits.');

mkdirSync(folder, { recursive: true });
const kept = contextFilter(readFileSync(join(root, '.dockerignore'), 'utf8'));
for (const name of readdirSync(root).filter((name) => kept(name)))
  cpSync(join(root, name), join(folder, name), {
    recursive: true,
    filter: (source) => kept(relative(root, source)),
  });
for (const name of ['Dockerfile', '.dockerignore']) cpSync(join(root, name), join(folder, name));
cpSync(join(root, 'deploy/hugging-face/README.md'), join(folder, 'README.md'));
// Spaces take neither a target nor a build argument.
appendFileSync(
  join(folder, 'Dockerfile'),
  `\nFROM space\nENV GIT_COMMIT=${commit}\nLABEL org.opencontainers.image.revision=${commit}\n`,
);

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
