import type { Texts } from '../call-options.js';
import type { WireReader } from '../http/wire-values.js';

export interface RegisteredModel {
  readonly name: string;
  readonly description: string | undefined;
  readonly createdAt: Date | undefined;
  readonly updatedAt: Date | undefined;
  readonly tags: Texts;
  /** Version by alias. */
  readonly aliases: Texts;
}

export interface NewRegisteredModel {
  /** Neither `/` nor `:`. */
  readonly name: string;
  readonly description?: string | undefined;
  readonly tags?: Texts | undefined;
}

export interface RegisteredModelSearch {
  /** Such as ``name LIKE 'loan%' and tags.`a.b` = 'x'``. */
  readonly filter?: string | undefined;
  readonly orderBy?: readonly string[] | undefined;
  /** Items per page; 100 unless given, at most 1000. */
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export function readRegisteredModel(reply: WireReader): RegisteredModel {
  return {
    name: reply.text('name'),
    description: reply.optionalText('description'),
    createdAt: reply.optionalTime('creation_timestamp'),
    updatedAt: reply.optionalTime('last_updated_timestamp'),
    tags: reply.pairs('tags'),
    aliases: Object.fromEntries(
      reply.list('aliases').map((alias) => [alias.text('alias'), alias.text('version')]),
    ),
  };
}
