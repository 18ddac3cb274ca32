import type { OpenAPIObject } from '@nestjs/swagger';
import type { ModelDefinition } from '#libs/models';

type Paths = OpenAPIObject['paths'];
type PathItem = Paths[string];

/** What a program that uses one model calls. Versions other than the champion may have other features: not them. */
const served: Readonly<Record<string, 'get' | 'post'>> = {
  '/auth/token': 'post',
  '/models/{model}': 'get',
  '/models/{model}/openapi.json': 'get',
  '/models/{model}/schema': 'get',
  '/models/{model}/versions': 'get',
  '/models/{model}/versions/{version}': 'get',
  '/models/{model}/predict': 'post',
};

/** Whatever is asked about a stored row. */
const ofRows = '/models/{model}/rows/';
/** Of the questions about a row, the one that every task answers; the others are about a decision. */
const answeredByAll = `${ofRows}{row_id}/predict`;

export interface ModelOperations {
  /** With the model's name written out. */
  readonly paths: Paths;
  readonly operationIds: readonly string[];
  readonly tags: ReadonlySet<string>;
}

/** The operations of the contract that are about one model, or needed to call it. */
export function modelOperations(paths: Paths, { name, task }: ModelDefinition): ModelOperations {
  const chosen: Paths = {};
  const operationIds: string[] = [];
  const tags = new Set<string>();
  for (const [path, item] of Object.entries(paths)) {
    const methods = methodsServed(path, task);
    const kept: PathItem = {};
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      kept[method] = {
        ...operation,
        parameters: (operation.parameters ?? []).filter(
          (parameter) => !('in' in parameter && parameter.in === 'path' && parameter.name === 'model'),
        ),
      };
      operationIds.push(operation.operationId!);
      for (const tag of operation.tags ?? []) tags.add(tag);
    }
    if (Object.keys(kept).length > 0) chosen[path] = kept;
  }
  return { paths: withName(chosen, name), operationIds, tags };
}

function methodsServed(path: string, task: ModelDefinition['task']): readonly ('get' | 'post')[] {
  if (path.startsWith(ofRows)) return path === answeredByAll || task === 'binary' ? ['get', 'post'] : [];
  const method = served[path];
  return method ? [method] : [];
}

/** In paths, and where a description speaks of a path. */
export function withName<Part extends object>(part: Part, name: string): Part {
  return JSON.parse(JSON.stringify(part).replaceAll('{model}', name)) as Part;
}
