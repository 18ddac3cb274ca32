import { type Role, scopesByRole } from '#libs/platform';

/** A key never exceeds its owner's present role. Roles are cumulative, so the smaller set is the lower one. */
export const lowerRole = (one: Role, other: Role): Role =>
  scopesByRole[one].size <= scopesByRole[other].size ? one : other;
