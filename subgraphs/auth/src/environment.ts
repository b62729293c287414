import { host, jwk, optional, port, postgresUrl, readEnvironment } from '@sysops-squad/chassis/environment';
import { z } from 'zod';

/**
 * ADMIN_EMAIL, ADMIN_PASSWORD: the first ADMIN, made while there is none.
 * NODE_ENV=production: published passwords open no account.
 * KEY_ROTATION_HOURS: age in hours at which an access token key is replaced, 1 to 8,760.
 */
export const environment = () =>
  readEnvironment({
    DATABASE_URL_AUTH: postgresUrl,
    ROUTER_PUBLIC_KEY: jwk,
    PORT: port(),
    HOST: host,
    ADMIN_EMAIL: optional(z.email('must be an e-mail address')),
    ADMIN_PASSWORD: optional(z.string()),
    NODE_ENV: z.string().default('development'),
    KEY_ROTATION_HOURS: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().min(1).max(8_760).default(720)),
  });
