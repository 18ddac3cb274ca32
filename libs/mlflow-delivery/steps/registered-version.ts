import type { ModelVersion } from '#libs/mlflow-ts-client';
import { versionEntry } from '../documents/version-entry.js';
import { ownTagFilter, type VersionAttempt } from './delivery-attempt.js';
import { textsOf } from './log-values.js';
import { allOf, removeOthers } from './without-doubles.js';

/** SQL stores have a version at once; others get this long, milliseconds. */
const readyWithinMs = 60_000;

export interface ModelSource {
  /** `models:/<model id>`, or the folder among the run's artifacts. */
  readonly source: string;
  readonly runId: string;
  /** Servers that know logged models. */
  readonly modelId?: string;
}

/** The version of an earlier attempt, or a new one: every file is in its place before. */
export async function registeredVersion(attempt: VersionAttempt, from: ModelSource): Promise<ModelVersion> {
  const { client, delivered, options } = attempt;
  const { name, description } = delivered.model;
  await client.registeredModels.ensure({ name, description }, options);
  const version = (await firstOfOurs(attempt)) ?? (await create(attempt, from));
  if (version.status === 'READY') return version;
  return client.modelVersions.waitUntilReady(name, version.version, { ...options, readyWithinMs });
}

/** Of several the lowest stays: somebody may have used its number already. */
export async function removeDoubleVersions(attempt: VersionAttempt): Promise<ModelVersion | undefined> {
  return firstOfOurs(attempt);
}

async function firstOfOurs(attempt: VersionAttempt): Promise<ModelVersion | undefined> {
  const { client, delivered, options } = attempt;
  const filter = `name = '${delivered.model.name}' and ${ownTagFilter(attempt)}`;
  const found = await allOf(client.modelVersions.searchAll({ filter }, options));
  const [first] = found
    .filter(({ status }) => status !== 'FAILED_REGISTRATION')
    .sort((one, other) => Number(one.version) - Number(other.version));
  await removeOthers(
    found,
    (version) => version === first,
    ({ name, version }) => client.modelVersions.delete(name, version, options),
  );
  return first;
}

function create({ client, delivered, options }: VersionAttempt, from: ModelSource): Promise<ModelVersion> {
  const { description, tags } = versionEntry(delivered);
  return client.modelVersions.create(
    { name: delivered.model.name, ...from, description, tags: textsOf(tags) },
    options,
  );
}
