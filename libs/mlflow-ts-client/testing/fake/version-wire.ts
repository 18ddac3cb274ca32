import { absent } from './problem.js';
import type { FakeState, StoredVersion } from './state.js';
import { wirePairs, withoutEmpty } from './wire.js';

/** @throws Problem when there is no such version */
export function versionOf(state: FakeState, name: string, version: string): StoredVersion {
  const found = state.versions.find((one) => one.name === name && one.version === version);
  if (found === undefined) throw absent(`Model Version (name=${name}, version=${version}) not found`);
  return found;
}

/** Where the files are: a logged model's own root, or the source. */
export function filesOf(state: FakeState, version: StoredVersion): string {
  const modelId = /^models:\/(m-[0-9a-f]{32})$/.exec(version.source)?.[1];
  return (modelId && state.loggedModels.get(modelId)?.artifactUri) ?? version.source;
}

export function wireVersion(state: FakeState, version: StoredVersion): object {
  const aliases = state.registeredModels.get(version.name)?.aliases ?? new Map<string, string>();
  return withoutEmpty({
    name: version.name,
    version: version.version,
    creation_timestamp: version.createdAt,
    last_updated_timestamp: version.createdAt,
    current_stage: 'None',
    description: version.description,
    source: version.source,
    run_id: version.runId,
    status: version.status,
    run_link: '',
    model_id: version.modelId,
    tags: wirePairs(version.tags),
    aliases: [...aliases].filter(([, target]) => target === version.version).map(([alias]) => alias),
  });
}
