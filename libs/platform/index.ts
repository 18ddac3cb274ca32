export * from './access/access.decorators.js';
export { type Actor, type ActorReference, systemActor } from './access/actor.js';
export * from './access/roles.js';
export { Clock, SystemClock } from './clock/clock.js';
export { Configuration } from './configuration/configuration.js';
export { ConfigurationError } from './configuration/environment.js';
export { installationSecret } from './configuration/secrets.js';
export { SigningSecret } from './configuration/signing-secret.js';
export { ApiErrors } from './errors/api-errors.decorator.js';
export { DomainError, type FieldProblem } from './errors/domain-error.js';
export { type ErrorCode, errorTable } from './errors/error-table.js';
export { type Problem, problemContentType, problemOf } from './errors/problem.js';
export { FieldProblemDto, ProblemDto } from './errors/problem.dto.js';
export { etagHeader, ifMatchHeader, locationHeader } from './http/documented-headers.js';
export { IfGiven } from './http/if-given.decorator.js';
export { entityTag, versionFromIfMatch } from './http/if-match.js';
export { FileUpload } from './http/file-upload.js';
export { AcceptsFile, registerFileUploads } from './http/file-upload-routes.js';
export { LongRunning } from './http/long-running.decorator.js';
export { maximumWaitSeconds, waitSecondsOf } from './http/prefer-wait.js';
export { ResourceHeaders } from './http/resource-headers.interceptor.js';
export { registerReplies, Reply } from './http/reply.js';
export { routeConfig, routeConfigOf } from './http/route-config.js';
export {
  CheckedByFeatureSchema,
  CheckedByRoute,
  OptionalBody,
  RequestValidationPipe,
  validationFailed,
} from './http/validation.pipe.js';
export { newId } from './identifiers/new-id.js';
export { Logger } from './logging/logger.js';
export { NestLogger } from './logging/nest-logger.js';
export { Metrics } from './metrics/metrics.js';
export { CursorCodec } from './pagination/cursor-codec.js';
export { maximumPageSize, type Page, PageQueryDto } from './pagination/page-query.dto.js';
export { PlatformModule, type PlatformOptions } from './platform.module.js';
