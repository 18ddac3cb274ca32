import type { EntityManager } from 'typeorm';
import { type Actor, DomainError } from '#libs/platform';
import { UserEntity } from './user.entity.js';

/** The caller's account, which may have been deleted since the call was let in. */
export async function ownAccount(actor: Actor, manager: EntityManager): Promise<UserEntity> {
  const user = await manager.findOneBy(UserEntity, { id: actor.id });
  if (!user) throw new DomainError('invalid_token', 'The account does not exist any more.');
  return user;
}
