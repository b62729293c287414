import { isWebhookSigned, signWebhook } from './webhookSignature.ts';

const now = new Date('2026-11-22T12:00:00Z');
const body = Buffer.from('{"id":"evt_1"}');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const header = signWebhook('a-secret-of-the-provider', body, now);

it('admits what a current or the previous secret signed', () => {
  expect(isWebhookSigned(['a-secret-of-the-provider'], header, body, now)).toBe(true);
  expect(isWebhookSigned(['the-new-secret-of-today', 'a-secret-of-the-provider'], header, body, now)).toBe(true);
  expect(isWebhookSigned(['a-secret-of-the-provider'], `v1=${'0'.repeat(64)},${header}`, body, now)).toBe(true);
});

it('admits 300 seconds either way, not one more', () => {
  for (const seconds of [300, -300]) expect(isWebhookSigned(['a-secret-of-the-provider'], header, body, later(seconds))).toBe(true);
  for (const seconds of [301, -301]) expect(isWebhookSigned(['a-secret-of-the-provider'], header, body, later(seconds))).toBe(false);
});

it.each([
  ['another secret', ['another-secret-entirely'], header, body],
  ['no secret', [], header, body],
  ['another body', ['a-secret-of-the-provider'], header, Buffer.from('{"id":"evt_2"}')],
  ['another time', ['a-secret-of-the-provider'], header.replace(/t=\d+/, `t=${now.getTime() / 1_000 + 1}`), body],
  ['no header', ['a-secret-of-the-provider'], '', body],
  ['a short signature', ['a-secret-of-the-provider'], header.slice(0, -2), body],
])('refuses %s', (_, secrets, given, bytes) => expect(isWebhookSigned(secrets, given, bytes, now)).toBe(false));
