import { host, httpUrl, jwk, port, privateJwk, readEnvironment as read, secret } from '@sysops-squad/chassis/environment';

export type Environment = ReturnType<typeof readEnvironment>;

/** The only reader of process.env here. All mistakes at once, then exit 1. */
export const readEnvironment = () =>
  read({
    PORT: port(),
    HOST: host,
    ROUTER_PUBLIC_KEY: jwk,
    MONOLITH_URL: httpUrl,
    MONOLITH_API_KEY: secret,
    LEGACY_SIGNING_KEY: privateJwk,
  });
