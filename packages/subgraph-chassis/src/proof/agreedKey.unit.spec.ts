import { createEphemeralKey } from './agreedKey.ts';

const [router, instance] = [createEphemeralKey(), createEphemeralKey()];
const between = { subgraph: 'ticket', routerKey: router.publicKey, instanceKey: instance.publicKey };
const bytes = (by: typeof router, other: typeof router, what = between): string => by.agree(other.publicKey, what).export().toString('hex');

it('is the same on both sides, of 32 bytes', () => {
  expect(bytes(instance, router)).toBe(bytes(router, instance));
  expect(bytes(router, instance)).toHaveLength(64);
});

it.each([{ subgraph: 'payment' }, { routerKey: 'another' }, { instanceKey: 'another' }])('is another where one side believes another thing: %j', (other) => {
  expect(bytes(instance, router, { ...between, ...other })).not.toBe(bytes(router, instance));
});

it('is another with another key', () => {
  expect(bytes(createEphemeralKey(), instance)).not.toBe(bytes(router, instance));
});
