import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_SECONDS = 300;

const macOf = (secret: string, seconds: string, body: Uint8Array): Buffer => createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();

/** @returns the header `psp-signature`: t=<unix seconds>,v1=<HMAC-SHA256 of "t.body" in hexadecimal> */
export function signWebhook(secret: string, body: Uint8Array, at: Date): string {
  const seconds = String(Math.floor(at.getTime() / 1_000));
  return `t=${seconds},v1=${macOf(secret, seconds, body).toString('hex')}`;
}

/** True when one of the secrets (two while they are rotated) signed exactly these bytes not more than 300 s from now. */
export function isWebhookSigned(secrets: readonly string[], header: string, body: Uint8Array, now: Date): boolean {
  const seconds = /(?:^|,)t=(\d{1,12})(?:,|$)/.exec(header)?.[1];
  const signatures = [...header.matchAll(/(?:^|,)v1=([0-9a-f]{64})(?=,|$)/g)].map(([, hex]) => Buffer.from(hex!, 'hex'));
  if (!seconds || Math.abs(now.getTime() / 1_000 - Number(seconds)) > TOLERANCE_SECONDS) return false;
  const expected = secrets.map((secret) => macOf(secret, seconds, body));
  return signatures.some((given) => expected.map((mac) => timingSafeEqual(mac, given)).includes(true));
}
