const STATUSES: Readonly<Record<string, number>> = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  RESOURCE_DOES_NOT_EXIST: 404,
  INTERNAL_ERROR: 500,
};

/** A refusal as MLflow writes it: status by code. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
    this.status = STATUSES[errorCode] ?? 500;
  }
}

export function invalid(message: string): Problem {
  return new Problem('INVALID_PARAMETER_VALUE', message);
}

export function absent(message: string): Problem {
  return new Problem('RESOURCE_DOES_NOT_EXIST', message);
}
