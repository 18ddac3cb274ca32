// Goes through the Dockerfile where there is no Docker: each stage is a folder, COPY copies, RUN runs in it. What
// that cannot show: other accounts (`--chown` makes writable instead), mounts, and what the base image contains.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { root } from '../command.mjs';
import { contextFilter } from './dockerignore.mjs';
import { optionsOf, pairsOf, parseDockerfile } from './dockerfile.mjs';

/**
 * @typedef {object} Image
 * @property {string} root folder that stands for `/`
 * @property {string} workingDirectory absolute, in the image
 * @property {Record<string, string>} environment
 * @property {string[]} command
 * @property {string[]} healthCheck
 * @property {Record<string, string>} labels
 * @property {string[]} writable absolute, in the image
 * @property {string | undefined} user
 * @property {string | undefined} port that EXPOSE names
 */

/**
 * @param {string} target stage that is wanted
 * @param {string} folder empty; takes the stages
 * @param {{ buildArguments?: Record<string, string>, run: (command: string, folder: string) => Promise<void> }} options
 * @returns {Promise<Image>}
 */
export async function rehearse(target, folder, { buildArguments = {}, run }) {
  const stages = parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  const images = new Map();
  for (const stage of neededStages(stages, target)) {
    const image = startOf(stage, images, join(folder, stage.name));
    for (const { name, value } of stage.instructions)
      await apply(image, name, value, { images, buildArguments, run });
    images.set(stage.name, image);
  }
  return images.get(target);
}

/** As BuildKit does it: only what the target is made of, in the order of the file. */
function neededStages(stages, target) {
  const needed = new Set([target]);
  for (const stage of stages.toReversed()) {
    if (!needed.has(stage.name)) continue;
    needed.add(stage.from);
    for (const { name, value } of stage.instructions)
      if (name === 'COPY') needed.add(optionsOf(value).options.from);
  }
  return stages.filter(({ name }) => needed.has(name));
}

function startOf(stage, images, folder) {
  const parent = images.get(stage.from);
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  if (parent) copy(parent.root, folder);
  const { environment = {}, labels = {}, writable = ['/tmp'] } = parent ?? {};
  return {
    ...{ workingDirectory: '/', command: [], healthCheck: [], user: undefined, port: undefined },
    ...parent,
    root: folder,
    ...{ environment: { ...environment }, labels: { ...labels }, writable: [...writable] },
  };
}

async function apply(image, name, value, { images, buildArguments, run }) {
  const variables = { ...image.arguments, ...image.environment };
  const here = join(image.root, image.workingDirectory);
  switch (name) {
    case 'WORKDIR':
      image.workingDirectory = value;
      mkdirSync(join(image.root, value), { recursive: true });
      return;
    case 'ARG': {
      const [argument, standard = ''] = value.split('=');
      image.arguments = { ...image.arguments, [argument]: buildArguments[argument] ?? standard };
      return;
    }
    case 'ENV':
      Object.assign(image.environment, pairsOf(value, variables));
      return;
    case 'LABEL':
      Object.assign(image.labels, pairsOf(value, variables));
      return;
    case 'COPY':
      return copyInstruction(image, value, images);
    case 'RUN':
      return run(optionsOf(value).rest, here);
    case 'USER':
      image.user = value;
      return;
    case 'EXPOSE':
      image.port = value;
      return;
    case 'STOPSIGNAL':
      return;
    case 'HEALTHCHECK':
      image.healthCheck = JSON.parse(/CMD\s+(\[.*\])$/.exec(value)[1]);
      return;
    case 'CMD':
      image.command = JSON.parse(value);
      return;
    default:
      throw new Error(`The rehearsal does not know the instruction ${name}.`);
  }
}

function copyInstruction(image, value, images) {
  const { options, rest } = optionsOf(value);
  const paths = rest.split(/\s+/);
  const place = join(image.workingDirectory, paths.pop());
  const source = options.from ? images.get(options.from).root : root;
  for (const path of paths) {
    const to = join(image.root, place.endsWith('/') ? join(place, basename(path)) : place);
    if (options.from) copy(join(source, path), to);
    else copyFromContext(path, to);
    if (options.chown) image.writable.push(place);
  }
}

function copyFromContext(path, to) {
  const kept = contextFilter(readFileSync(join(root, '.dockerignore'), 'utf8'));
  if (!kept(path) || !existsSync(join(root, path)))
    throw new Error(`COPY ${path}: .dockerignore leaves it out, or it is not there.`);
  cpSync(join(root, path), to, { recursive: true, filter: (source) => kept(relative(root, source)) });
}

/** Hard links: nothing that the file runs changes a file in place, and a stage has thousands. */
export function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  execFileSync('cp', ['-al', '--no-target-directory', from, to]);
}

/** Folders that take no new file, as on a read-only root file system, and folders that everybody may write to. */
export function restrictWriting(image) {
  const folders = readdirSync(image.root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const writable = image.writable.map((place) => join(image.root, place));
  for (const folder of [...folders, image.root]) chmodSync(folder, writable.includes(folder) ? 0o777 : 0o555);
}
