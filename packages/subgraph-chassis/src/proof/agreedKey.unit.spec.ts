import { createEphemeralKey } from './agreedKey.ts';

const [router, instance] = [createEphemeralKey(), createEphemeralKey()];
const between = { subgraph: 'ticket', routerKey: router.publicKey, instanceKey: instance.publicKey };
const macBy = (by: typeof router, other: typeof router, what = between): string => by.agree(other.publicKey, what)('text', 'more');

it('is the same on both sides', () => {
  expect(macBy(instance, router)).toBe(macBy(router, instance));
});

it.each([{ subgraph: 'payment' }, { routerKey: 'another' }, { instanceKey: 'another' }])('is another where one side believes another thing: %j', (other) => {
  expect(macBy(instance, router, { ...between, ...other })).not.toBe(macBy(router, instance));
});

it('is another with another key', () => {
  expect(macBy(createEphemeralKey(), instance)).not.toBe(macBy(router, instance));
});
