import { type MlflowError, type MlflowErrorKind } from '#libs/mlflow-ts-client';

/** Not this run's fault: none can be delivered at present, so none is blamed and all wait. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';
  constructor(readonly reason: MlflowError) {
    super(reason.message, { cause: reason });
  }
}

const aboutTheServer: readonly MlflowErrorKind[] = ['unreachable', 'unauthorized', 'misconfigured'];

export const isAboutTheServer = ({ kind }: MlflowError): boolean => aboutTheServer.includes(kind);

/** No answer at all, though the server may answer others: an upload that never ends in time must not stop the queue. */
export const isSilence = ({ errorCode }: MlflowError): boolean =>
  errorCode === 'TIMEOUT' || errorCode === 'NETWORK_ERROR';
