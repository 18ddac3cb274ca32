import type { Call, Route } from './call.js';
import { absent, invalid, Problem } from './problem.js';
import { parseFilter } from './search-filter.js';
import type { FakeState, StoredRegisteredModel } from './state.js';
import { versionOf, wireVersion } from './version-wire.js';
import { paged, wirePairs, withoutEmpty } from './wire.js';

export const REGISTERED_MODEL_ROUTES: readonly Route[] = [
  { method: 'POST', path: /^registered-models\/create$/, answer: create },
  {
    method: 'GET',
    path: /^registered-models\/get$/,
    answer: ({ state, query }) => ({ registered_model: wire(modelOf(state, query.get('name') ?? '')) }),
  },
  { method: 'GET', path: /^registered-models\/search$/, answer: search },
  { method: 'PATCH', path: /^registered-models\/update$/, answer: update },
  { method: 'DELETE', path: /^registered-models\/delete$/, answer: remove },
  { method: 'POST', path: /^registered-models\/set-tag$/, answer: setTag },
  { method: 'DELETE', path: /^registered-models\/delete-tag$/, answer: deleteTag },
  { method: 'POST', path: /^registered-models\/alias$/, answer: setAlias },
  { method: 'DELETE', path: /^registered-models\/alias$/, answer: deleteAlias },
  { method: 'GET', path: /^registered-models\/alias$/, answer: getByAlias },
];

/** @throws Problem when there is none of this name */
export function modelOf(state: FakeState, name: string): StoredRegisteredModel {
  const model = state.registeredModels.get(name);
  if (model === undefined) throw absent(`Registered Model with name=${name} not found`);
  return model;
}

function create({ state, major, body }: Call): object {
  const name = body.text('name');
  if (name === '' || (major >= 3 && /[/:]/.test(name))) {
    throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  }
  if (state.registeredModels.has(name)) {
    throw new Problem('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
  }
  const model: StoredRegisteredModel = {
    name,
    createdAt: Date.now(),
    description: body.optionalText('description') ?? '',
    tags: new Map(body.pairs('tags')),
    aliases: new Map(),
    nextVersion: 1,
  };
  state.registeredModels.set(name, model);
  return { registered_model: wire(model) };
}

function search({ state, query }: Call): object {
  const matches = parseFilter(query.get('filter') ?? undefined);
  const found = [...state.registeredModels.values()].filter((model) =>
    matches((kind, key) => (kind === 'tag' ? model.tags.get(key) : { name: model.name }[key])),
  );
  const fields = { optionalText: (name: string) => query.get(name) ?? undefined };
  const size = Number(query.get('max_results') ?? 100);
  if (size > 1000) throw invalid(`Invalid value "${size}" for parameter 'max_results' supplied`);
  const { items, next_page_token } = paged(found, fields, size);
  return withoutEmpty({ registered_models: items.map(wire), next_page_token });
}

function update({ state, body }: Call): object {
  const model = modelOf(state, body.text('name'));
  model.description = body.text('description');
  return { registered_model: wire(model) };
}

function remove({ state, body }: Call): object {
  const { name } = modelOf(state, body.text('name'));
  state.registeredModels.delete(name);
  const kept = state.versions.filter((version) => version.name !== name);
  state.versions.splice(0, state.versions.length, ...kept);
  return {};
}

function setTag({ state, body }: Call): object {
  modelOf(state, body.text('name')).tags.set(body.text('key'), body.text('value'));
  return {};
}

function deleteTag({ state, body }: Call): object {
  modelOf(state, body.text('name')).tags.delete(body.text('key'));
  return {};
}

function setAlias({ state, body }: Call): object {
  const alias = body.text('alias');
  if (!/^[\w-]+$/.test(alias))
    throw invalid(
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
    );
  if (alias.toLowerCase() === 'latest') throw invalid("'latest' alias name (case insensitive) is reserved.");
  if (/^v\d+$/i.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
  const version = versionOf(state, body.text('name'), body.text('version'));
  modelOf(state, version.name).aliases.set(alias, version.version);
  return {};
}

function deleteAlias({ state, body }: Call): object {
  modelOf(state, body.text('name')).aliases.delete(body.text('alias'));
  return {};
}

/** A missing alias is a bad parameter; 2.x does not even look for the model first. */
function getByAlias({ state, major, query }: Call): object {
  const name = query.get('name') ?? '';
  const alias = query.get('alias') ?? '';
  const aliases = major >= 3 ? modelOf(state, name).aliases : state.registeredModels.get(name)?.aliases;
  const version = aliases?.get(alias);
  if (version === undefined) throw invalid(`Registered model alias ${alias} not found.`);
  return { model_version: wireVersion(state, versionOf(state, name, version)) };
}

function wire(model: StoredRegisteredModel): object {
  return withoutEmpty({
    name: model.name,
    creation_timestamp: model.createdAt,
    last_updated_timestamp: model.createdAt,
    description: model.description === '' ? undefined : model.description,
    tags: wirePairs(model.tags),
    aliases: [...model.aliases].map(([alias, version]) => ({ alias, version })),
  });
}
