import type { MlflowError } from '#libs/mlflow-ts-client';
import { DomainError } from '#libs/platform';

const retryAfterSeconds = 30;
const absent: ReadonlySet<string> = new Set(['RESOURCE_DOES_NOT_EXIST', 'NOT_FOUND', 'NO_SUCH_ARTIFACT']);

/** The server has no such thing, which asking again does not change. */
export function isAbsent({ errorCode, kind, status }: MlflowError): boolean {
  return absent.has(errorCode) || (kind === 'refused' && status === 404);
}

/** What MLflow's refusal means for who asked to import. Its own words may name addresses: they go to the log. */
export function mlflowProblem(error: MlflowError): DomainError {
  const { errorCode, kind, retryAfterMs } = error;
  if (isAbsent(error))
    return new DomainError('model_file_not_found', 'MLflow has no such model, version, run or file.', {
      cause: error,
    });
  if (kind === 'refused')
    return new DomainError('model_file_not_found', `MLflow does not hand the model out (${errorCode}).`, {
      cause: error,
    });
  const what = {
    unreachable: 'cannot be reached',
    server: 'fails',
    unauthorized: 'does not take our credentials: see MLFLOW_TRACKING_USERNAME, _PASSWORD, _TOKEN',
    misconfigured: `cannot be used as it is set up (${errorCode}): see MLFLOW_TRACKING_URI`,
  }[kind];
  return new DomainError('import_source_unavailable', `MLflow ${what}.`, {
    retryAfterSeconds: Math.max(retryAfterSeconds, (retryAfterMs ?? 0) / 1000),
    cause: error,
  });
}
