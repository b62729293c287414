import { composeServices } from '@apollo/composition';
import { rightsOf } from '@sysops-squad/chassis/authorization/rights';
import { parse } from 'graphql';
import { loadSupergraph } from '../supergraph/loadedSupergraph.ts';
import { planOnce } from './planOnce.ts';

const sdl = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) type Query { a: Int } type Subscription { ticks: Tick } type Tick { n: Int more: Int }';
const supergraph = loadSupergraph(composeServices([{ name: 'ticks', url: 'http://localhost', typeDefs: parse(sdl) }]).supergraphSdl!);
const whose = { rights: rightsOf({ kind: 'anonymous', id: null, roles: [] }), overrides: [] };
const query = 'subscription ($ #\n more: Boolean = true) { ticks { n more @include(if: $more) } }';
const plan = (variables?: Record<string, unknown>) => planOnce(supergraph, { query, ...(variables && { variables }) }, whose);

test('what variables select is planned by itself: absent, false and true differ, however the name is written', () => {
  const [absent, no, yes] = [plan(), plan({ more: false }), plan({ more: true })];
  expect(no.primary.operation).not.toContain('more');
  expect([absent, yes].map(({ primary }) => primary.operation.includes('more'))).toEqual([true, true]);
  expect(plan({ more: true })).toBe(yes);
});

test('null is no absence: the default does not stand in for it', () => {
  const without = plan({ more: null });
  expect(without).not.toBe(plan());
  expect(without.primary.operation).not.toContain('more');
});

test('variables that the operation does not name make no plan of their own', () => {
  expect(plan({ more: true, other: true, another: false })).toBe(plan({ more: true }));
});
