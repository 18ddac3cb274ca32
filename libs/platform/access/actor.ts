import type { Role, Scope } from './roles.js';

/** Who calls, by which credential, and what the credential allows. Never holds an e-mail or a secret. */
export interface Actor {
  readonly kind: 'user' | 'api_key' | 'system';
  /** The user's UUID, also when a key of that user is presented; `system` for the process itself. */
  readonly id: string;
  /** The sign-in (refresh family) or the API key that was presented. */
  readonly credentialId: string;
  readonly role: Role;
  readonly scopes: ReadonlySet<Scope>;
}

/** What records keep of an actor. */
export type ActorReference = Pick<Actor, 'kind' | 'id' | 'credentialId'>;

/** The process itself: first trainings at start, housekeeping. */
export const systemActor: ActorReference = { kind: 'system', id: 'system', credentialId: 'none' };
