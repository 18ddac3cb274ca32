import type { FakeMlflowServer, StoredRun } from '../../libs/mlflow-ts-client/testing/fake-mlflow-server.js';

const tag = 'veridict.run_uuid';

export interface MlflowContents {
  readonly runs: readonly StoredRun[];
  /** Such as `models:/loan-amount@champion = 1`. */
  readonly aliases: readonly string[];
  /** Ours, by kind, to be compared with the runs that were delivered. */
  readonly uuids: Readonly<Record<'runs' | 'models' | 'versions', readonly (string | undefined)[]>>;
  readonly files: readonly string[];
}

/** What a person would see in MLflow: deleted things aside. */
export function contentsOf({ state }: FakeMlflowServer): MlflowContents {
  const runs = [...state.runs.values()].filter(({ lifecycleStage }) => lifecycleStage === 'active');
  const models = [...state.loggedModels.values()].filter(({ isDeleted }) => !isDeleted);
  return {
    runs,
    aliases: [...state.registeredModels.values()].flatMap((model) =>
      [...model.aliases].map(([alias, version]) => `models:/${model.name}@${alias} = ${version}`),
    ),
    uuids: { runs: uuidsOf(runs), models: uuidsOf(models), versions: uuidsOf(state.versions) },
    files: [...state.artifacts.keys()].sort(),
  };
}

function uuidsOf(
  made: readonly { readonly tags: ReadonlyMap<string, string> }[],
): readonly (string | undefined)[] {
  return made.map(({ tags }) => tags.get(tag)).sort();
}
