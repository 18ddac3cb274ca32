import type { OpenAPIObject } from '@nestjs/swagger';
import type { ModelVersionEntity } from '#libs/models';
import type { ErrorCode } from '#libs/platform';
import type { Contract } from '../document.js';
import { modelOperations } from './model-operations.js';
import { modelSchemas } from './model-schemas.js';
import { reachable } from './reachable.js';
import type { ServingModel } from './serving-model.js';

/** The standard's keys, and `x-model` for programs that would rather not read Markdown. */
export type ModelDocument = Omit<OpenAPIObject, 'info'> & {
  readonly info: OpenAPIObject['info'] & { readonly 'x-model': Readonly<Record<string, unknown>> };
};

/** Whatever is asked, it may be asked too slowly, or of a process that ends. */
const errorsAnywhere: readonly ErrorCode[] = ['request_incomplete', 'request_timeout', 'shutting_down'];

/**
 * The OpenAPI document of one model: the operations and components of the whole contract that its callers need, with
 * the model's name in the paths and its own features and answers in the place of those of any model.
 */
export function modelDocument({ document, errors }: Contract, model: ServingModel): ModelDocument {
  const operations = modelOperations(document.paths, model.definition);
  const codes = [...operations.operationIds.flatMap((id) => errors.get(id) ?? []), ...errorsAnywhere];
  const schemas = {
    ...document.components!.schemas,
    ...modelSchemas(document.components!.schemas!, model, [...new Set(codes)].sort()),
  };
  return {
    openapi: document.openapi,
    info: { ...infoOf(model), ...(document.info.license ? { license: document.info.license } : {}) },
    servers: [{ url: model.server, description: 'Where this document was read' }],
    tags: (document.tags ?? []).filter(({ name }) => operations.tags.has(name)),
    paths: operations.paths,
    components: {
      schemas: reachable(operations.paths, schemas),
      ...(document.components?.securitySchemes
        ? { securitySchemes: document.components.securitySchemes }
        : {}),
    },
  };
}

function infoOf({ definition, version, threshold }: ServingModel): ModelDocument['info'] {
  const { name, description, dataset, target, positiveClass } = definition;
  const { task, version: number, artefact_sha256, created_at } = version;
  const facts = [
    ['Model', `\`${name}\`, version ${number}`],
    ['Task', taskOf(version)],
    ['Target', `\`${target}\` of the dataset \`${dataset}\``],
    ...(task === 'binary' ? [['Positive class', positiveClass ?? 'true, or 1']] : []),
    ...(threshold === null ? [] : [['Threshold', `${threshold}: from this probability on the answer is 1`]]),
  ];
  return {
    title: name,
    version: String(number),
    description: [
      description,
      facts.map(([title, text]) => `- ${title}: ${text}`).join('\n'),
      'Sign in with POST /auth/token and send the access token as `Authorization: Bearer …`, or send an issued key in `X-API-Key`. Errors are problem details (RFC 9457); act on their `code`. Read this document again when `model_version` of an answer is not the version above.',
    ].join('\n\n'),
    'x-model': {
      name,
      version: number,
      task,
      dataset,
      target,
      ...(task === 'binary' ? { positive_class: positiveClass ?? null, threshold } : {}),
      ...(version.classes ? { classes: version.classes } : {}),
      sha256: artefact_sha256,
      created_at: created_at.toISOString(),
    },
  };
}

function taskOf({ task, classes }: ModelVersionEntity): string {
  return classes ? `${task} (${classes.map((name) => `\`${name}\``).join(', ')})` : task;
}
