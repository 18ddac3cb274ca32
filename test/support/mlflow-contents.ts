import type { FakeMlflowServer } from '../../libs/mlflow-ts-client/testing/fake-mlflow-server.js';

const tag = 'veridict.run_uuid';

/** What a person would see in MLflow: deleted things aside. */
export function contentsOf({ state }: FakeMlflowServer) {
  const runs = [...state.runs.values()].filter(({ lifecycleStage }) => lifecycleStage === 'active');
  const models = [...state.loggedModels.values()].filter(({ isDeleted }) => !isDeleted);
  const aliases = [...state.registeredModels.values()].flatMap((model) =>
    [...model.aliases].map(([alias, version]) => `models:/${model.name}@${alias} = ${version}`),
  );
  return {
    runs,
    models,
    versions: state.versions,
    aliases,
    /** Ours, by kind, to be compared with the runs that were delivered. */
    uuids: {
      runs: runs.map(({ tags }) => tags.get(tag)).sort(),
      models: models.map(({ tags }) => tags.get(tag)).sort(),
      versions: state.versions.map(({ tags }) => tags.get(tag)).sort(),
    },
    files: [...state.artifacts.keys()].sort(),
  };
}
