import { host, jwk, port, postgresUrl, readEnvironment } from '@sysops-squad/chassis/environment';
import { z } from 'zod';

const secrets = z.string().transform((text) => text.split(',').map((secret) => secret.trim())).pipe(
  z.array(z.string().min(16, 'must be a secret of at least 16 characters, or two with a comma between them while they are rotated, the new one first')).min(1).max(2),
);
const positive = (fallback: number, maximum: number) => z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().min(1).max(maximum).default(fallback));

export const readPaymentEnvironment = () =>
  readEnvironment({
    DATABASE_URL_PAYMENT: postgresUrl,
    ROUTER_PUBLIC_KEY: jwk,
    PSP_WEBHOOK_SECRET: secrets,
    PSP_TIMEOUT_MS: positive(2_500, 60_000),
    BILLING_PARALLEL_CHARGES: positive(8, 100),
    BILLING_ANSWER_WITHIN_MS: positive(6_000, 600_000),
    RECOVERY_INTERVAL_MS: positive(1_000, 600_000),
    PORT: port(),
    HOST: host,
  });
export type PaymentEnvironment = ReturnType<typeof readPaymentEnvironment>;
