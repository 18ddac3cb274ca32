/**
 * The one table from error code to HTTP. Codes are part of the API: clients act on them, so a code is
 * never renamed. A `DomainError` can only be thrown with a code that stands here.
 */
export const errorTable = {
  malformed_request: { status: 400, title: 'The request cannot be read' },
  invalid_cursor: { status: 400, title: 'The cursor does not belong to this list' },
  // OAuth 2.0, RFC 6749 section 5.2
  invalid_request: { status: 400, title: 'The token request is not valid' },
  invalid_grant: { status: 400, title: 'The credentials or the refresh token are not valid' },
  unsupported_grant_type: { status: 400, title: 'The grant type is not supported' },
  // RFC 6750 section 3.1
  unauthenticated: { status: 401, title: 'Credentials are required' },
  invalid_token: { status: 401, title: 'The credential is not valid or no longer valid' },
  insufficient_scope: { status: 403, title: 'The credential does not allow this' },
  route_not_found: { status: 404, title: 'No such route' },
  user_not_found: { status: 404, title: 'No such user' },
  api_key_not_found: { status: 404, title: 'No such API key' },
  client_not_found: { status: 404, title: 'No such client' },
  model_not_found: { status: 404, title: 'No such model' },
  version_not_found: { status: 404, title: 'No such model version' },
  training_run_not_found: { status: 404, title: 'No such training run' },
  audit_record_not_found: { status: 404, title: 'No such audit record' },
  method_not_allowed: { status: 405, title: 'The method is not allowed on this path' },
  request_incomplete: { status: 408, title: 'The request did not arrive in time' },
  email_taken: { status: 409, title: 'The e-mail address is already registered' },
  last_admin: { status: 409, title: 'The last active admin cannot be removed' },
  training_in_progress: { status: 409, title: 'A training run of this model is in progress' },
  training_cancelled: { status: 409, title: 'The training run was cancelled' },
  training_run_finished: { status: 409, title: 'The training run has already finished' },
  training_run_not_finished: { status: 409, title: 'The training run has not finished yet' },
  alias_conflict: { status: 409, title: 'The alias was moved by somebody else' },
  replay_not_possible: { status: 409, title: 'The record holds no answer to replay' },
  precondition_failed: { status: 412, title: 'The resource has changed' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  uri_too_long: { status: 414, title: 'The address is too long' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  validation_failed: { status: 422, title: 'The request is not valid' },
  import_refused: { status: 422, title: 'Some rows cannot be taken; nothing was stored' },
  training_data_unfit: { status: 422, title: 'The data cannot train this model' },
  precondition_required: { status: 428, title: 'The request needs If-Match' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  client_closed_request: { status: 499, title: 'The client went away' },
  internal: { status: 500, title: 'Internal error' },
  model_not_ready: { status: 503, title: 'The model has no champion yet' },
  audit_unavailable: { status: 503, title: 'The audit record could not be written; no answer is given' },
  database_unavailable: { status: 503, title: 'The database cannot be reached' },
  overloaded: { status: 503, title: 'The service is overloaded' },
  shutting_down: { status: 503, title: 'The service is shutting down' },
  request_timeout: { status: 503, title: 'The request took too long' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorTable;
