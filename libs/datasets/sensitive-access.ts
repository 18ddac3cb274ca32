import { type Actor, DomainError } from '#libs/platform';

/**
 * Sensitive columns never leave by default. Who may write them may also see them, or select by them.
 * @throws DomainError `insufficient_scope`
 */
export function requireSensitiveAccess(actor: Actor): void {
  if (actor.scopes.has('clients:write')) return;
  throw new DomainError(
    'insufficient_scope',
    'The columns that are kept to watch fairness need the scope clients:write.',
    { members: { required_scope: 'clients:write' } },
  );
}

export function maySeeSensitive(query: { readonly include_sensitive: boolean }, actor: Actor): boolean {
  if (query.include_sensitive) requireSensitiveAccess(actor);
  return query.include_sensitive;
}
