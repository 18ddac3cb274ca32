export { FirstAdmin, type FirstAdminCredentials } from './accounts/first-admin.js';
export { AuthHttpModule } from './auth-http.module.js';
export { AuthModule, authEntities } from './auth.module.js';
export { type AuthenticationOptions, registerAuthentication } from './authentication.hook.js';
export { Authenticator } from './credentials/authenticator.js';
export { wwwAuthenticate } from './credentials/challenge.js';
export type { CredentialHeaders } from './credentials/presented-credential.js';
export { ExpiredRecords } from './sign-ins/expired-records.js';
