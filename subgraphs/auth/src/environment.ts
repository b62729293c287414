import { host, jwk, port, postgresUrl, readEnvironment } from '@sysops-squad/chassis/environment';
import { z } from 'zod';

/** KEY_ROTATION_HOURS: age in hours at which an access token key is replaced, 1 to 8,760. */
export const environment = () =>
  readEnvironment({
    DATABASE_URL_AUTH: postgresUrl,
    ROUTER_PUBLIC_KEY: jwk,
    PORT: port(),
    HOST: host,
    KEY_ROTATION_HOURS: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().min(1).max(8_760).default(720)),
  });
