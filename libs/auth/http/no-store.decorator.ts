import { routeConfig } from '#libs/platform';

/** The answers hold secrets: no cache may keep them. The authentication hook sends the header, on errors too. */
export const NoStore = (): MethodDecorator => routeConfig({ noStore: true });
