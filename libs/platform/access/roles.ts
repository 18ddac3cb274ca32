/** Scopes are cumulative by role; a token never carries more than its owner's present role allows. */
export const scopes = [
  'predict:read',
  'clients:read',
  'models:read',
  'predict:write',
  'clients:write',
  'audit:read',
  'monitoring:read',
  'train:read',
  'train:write',
  'models:write',
  'datasets:write',
  'users:write',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

export enum Role {
  Viewer = 'viewer',
  Analyst = 'analyst',
  Admin = 'admin',
}

const viewer: readonly Scope[] = ['predict:read', 'clients:read', 'models:read'];
const analyst: readonly Scope[] = [
  ...viewer,
  'predict:write',
  'clients:write',
  'audit:read',
  'monitoring:read',
  'train:read',
];
const admin: readonly Scope[] = [
  ...analyst,
  'train:write',
  'models:write',
  'datasets:write',
  'users:write',
  'admin',
];

export const scopesByRole: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  [Role.Viewer]: new Set(viewer),
  [Role.Analyst]: new Set(analyst),
  [Role.Admin]: new Set(admin),
};
