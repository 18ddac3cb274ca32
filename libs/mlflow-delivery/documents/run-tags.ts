import type { DeliveredRun } from './delivered-run.js';
import { LIMITS } from '#libs/mlflow-ts-client';
import { cut } from './limits.js';
import type { LoggedText } from './logged-values.js';
import { runNote } from './run-note.js';

/** By this tag a run, a logged model and a model version are found again. */
export const runUuidTag = 'veridict.run_uuid';

/** What MLflow's pages show as description, as Markdown. */
export const noteTag = 'mlflow.note.content';

/** MLflow's name of a run; equals the tag `mlflow.runName`. */
export function runName({ run, version }: DeliveredRun): string {
  const algorithm = version?.row.algorithm ?? run.algorithm;
  const outcome = version ? String(version.row.version) : run.status;
  return cut(`${run.model} ${outcome} (${algorithm})`, LIMITS.keyLength);
}

/** Ours and those that MLflow's pages read. All are known when the run has ended. */
export function runTags(delivered: DeliveredRun): LoggedText[] {
  const { run } = delivered;
  const tags: Record<string, string | null | undefined> = {
    ...veridictTags(delivered),
    'mlflow.runName': runName(delivered),
    'mlflow.user': actorOf(delivered),
    'mlflow.source.name': 'veridict',
    'mlflow.source.type': 'JOB',
    'mlflow.source.git.commit': run.git_commit,
    [noteTag]: runNote(delivered),
  };
  return logged(tags);
}

/** Ours alone: logged models and versions in the registry carry them too. */
export function ownTags(delivered: DeliveredRun): LoggedText[] {
  return logged(veridictTags(delivered));
}

function veridictTags(delivered: DeliveredRun): Record<string, string | null | undefined> {
  const { run, model, version } = delivered;
  return {
    [runUuidTag]: run.id,
    'veridict.model': run.model,
    'veridict.task': model.task,
    'veridict.dataset': model.dataset,
    'veridict.status': run.status,
    'veridict.actor': actorOf(delivered),
    'veridict.version': version && String(version.row.version),
    'veridict.version_digest': version?.row.artefact_sha256,
    'veridict.training_fingerprint': version?.row.card.training_fingerprint,
    'veridict.promoted': run.promoted === null ? null : String(run.promoted),
    'veridict.promotion_reason': run.promotion_reason,
    'veridict.error_code': run.error?.code,
    'veridict.origin': run.origin?.uri,
    'veridict.origin_sha256': run.origin?.sha256,
  };
}

function actorOf({ run }: DeliveredRun): string {
  return `${run.requested_by_kind}:${run.requested_by_id}`;
}

function logged(tags: Readonly<Record<string, string | null | undefined>>): LoggedText[] {
  return Object.entries(tags).flatMap(([key, value]) =>
    value === null || value === undefined || value === ''
      ? []
      : [{ key, value: cut(value, LIMITS.runTagLength) }],
  );
}
