import type { z } from 'zod';
import { jwk, privateJwk } from './environment.ts';
import { testKeys } from './testing/identity.ts';

const keys = testKeys().router;
const refusalOf = (schema: z.ZodType, value: unknown): string[] =>
  schema.safeParse(typeof value === 'string' ? value : JSON.stringify(value)).error?.issues.map(({ message }) => message) ?? [];

test('a key of the right shape is read', () => {
  expect(jwk.parse(JSON.stringify(keys.public))).toEqual(keys.public);
  expect(privateJwk.parse(JSON.stringify(keys.private))).toEqual(keys.private);
});

test.each([
  ['no JSON', JSON.stringify(keys.private).slice(1)], ['half', JSON.stringify(keys.private).slice(0, 60)], ['null', 'null'], ['a text', '"key"'],
  ['another curve', { ...keys.private, crv: 'P-256' }], ['no public part', { ...keys.private, x: undefined }], ['a short one', { ...keys.public, x: 'abcd' }],
  ['parts of two keys', { ...keys.private, x: testKeys().router.public.x }], ['a private part of another kind', { ...keys.private, d: 7 }],
])('a damaged one is refused at the start without being quoted: %s', (_, value) => {
  expect(refusalOf(jwk, value)).toEqual(['must be an Ed25519 key as JWK JSON text']);
});

test('a public key does not stand in for a private one', () => {
  expect(refusalOf(privateJwk, keys.public)).toEqual(['must be a private Ed25519 key as JWK JSON text']);
});
